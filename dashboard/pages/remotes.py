"""How a repository's remotes answer beyond git: how far a mirror is behind, and what an API still grants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bumps.models import MirrorLag, Remote, Repository
from dashboard.pages.words import duration, plural

# How many branches of a mirror are told of one by one.
MAX_LAGS = 6


@dataclass(frozen=True, slots=True)
class Lag:
    """One branch of one mirror. `at` is when it was looked at."""

    sign: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """How one API is asked, in a sentence; loud when it says no."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class RemoteNotes:
    lags: tuple[Lag, ...]
    allowances: tuple[Allowance, ...]


def remote_notes(repository: Repository, now: datetime) -> RemoteNotes:
    """Two queries."""
    lags = MirrorLag.objects.filter(
        remote__repository=repository,
        remote__retired_at=None,
        branch__deleted_at=None,
        branch__untracked_at=None,
    ).select_related("remote", "branch")
    asked = Remote.objects.filter(repository=repository, retired_at=None, quota__isnull=False).select_related("quota")
    behind = [_lag(lag, now) for lag in lags.order_by("-branch__is_default", "-behind", "branch__name")]
    worth = [lag for lag in behind if lag.sign != "sync"] or behind[:1]
    return RemoteNotes(tuple(worth[:MAX_LAGS]), tuple(_allowance(remote, now) for remote in asked))


def _lag(lag: MirrorLag, now: datetime) -> Lag:
    name = f"{lag.remote.get_kind_display()} {lag.branch.name}"
    if not lag.head:
        return Lag("none", f"{name} does not exist there", lag.checked_at)
    if lag.behind is None:
        return Lag("unknown", f"{name} has gone its own way: its head is not on GitHub’s branch", lag.checked_at)
    if not lag.behind:
        return Lag("sync", f"{name} is up to date with GitHub", lag.checked_at)
    since = f", the oldest for {duration(now - lag.behind_since)}" if lag.behind_since else ""
    return Lag("behind", f"{name} is {plural(lag.behind, 'commit')} behind GitHub{since}", lag.checked_at)


def _allowance(remote: Remote, now: datetime) -> Allowance:
    quota = remote.quota
    assert quota is not None  # noqa: S101  filtered
    how = "without a token" if quota.is_anonymous else "with a token"
    rate = f": {quota.limit:,} requests an hour" if quota.limit is not None else ""
    left = f", {quota.remaining:,} left" if quota.remaining is not None else ""
    reset = f" (all again {_in(quota.reset_at, now)})" if left and quota.reset_at and quota.reset_at > now else ""
    text = f"{remote.get_kind_display()} is asked {how}{rate}{left}{reset}"
    if quota.blocked_until and quota.blocked_until > now:
        return Allowance("behind", f"{text}; it said to come back in {duration(quota.blocked_until - now)}")
    if remote.next_poll_at:
        text += f", next poll {_in(remote.next_poll_at, now)}"
    return Allowance("behind" if quota.remaining == 0 else "none", text)


def _in(then: datetime, now: datetime) -> str:
    return f"in {duration(then - now)}" if then > now else "now"


def unanswered(repositories: Sequence[Repository]) -> list[Remote]:
    """When nothing was ever heard of any repository: the remotes that were asked and failed; else empty."""
    git = [r for repository in repositories for r in repository.remotes.all() if r.kind == Remote.Kind.GIT]
    failing = [remote for remote in git if remote.failing_since and remote.answered_at is None]
    return failing if failing and len(failing) == len(git) else []
