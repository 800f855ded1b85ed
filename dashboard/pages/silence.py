"""Repositories that no verdict can speak for: never read, or out of reach for so long that their pins are old news."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from bumps.models import PinSite, PinValue, Remote, Repository
from dashboard.pages.words import ago, duration, listed

POLLS, AT_LEAST = 10, timedelta(minutes=10)
NAMED = 3


def patience() -> timedelta:
    """How long a remote may fail before what it said last stops counting."""
    return max(timedelta(seconds=settings.POLL_SECONDS * POLLS), AT_LEAST)


def silent(repositories: Sequence[Repository], read: Collection[int], now: datetime) -> str:
    """What is missing, in words; empty when every repository with pins to compare was read lately."""
    said = []
    for repository in repositories:
        remote = _failing(repository)
        if not repository.sites.all():
            continue
        if repository.pk not in read:
            said.append(f"{repository.name} was never read")
        elif remote and remote.failing_since and remote.failing_since <= now - patience():
            said.append(f"{repository.name} has not answered for {duration(now - _last(remote))}")
    more = [f"{len(said) - NAMED} more"] if len(said) > NAMED else []
    return listed([*said[:NAMED], *more])


def age(repositories: Sequence[Repository], now: datetime) -> str:
    """`Megatron-LM as of 4 min ago`, of those whose remote fails since lately."""
    failing = [(repository.name, remote) for repository in repositories if (remote := _failing(repository))]
    return listed([f"{name} as of {ago(_last(remote), now)}" for name, remote in failing[:NAMED]])


def any_silent(now: datetime) -> bool:
    """The same for every page's icon, in one query."""
    mine = {"site__repository": OuterRef("pk"), "is_current": True, "site__role": PinSite.Role.REQUIRED}
    current = PinValue.objects.filter(**mine, branch__deleted_at=None, branch__untracked_at=None)
    sites = PinSite.objects.filter(repository=OuterRef("pk"), role=PinSite.Role.REQUIRED, retired_at=None)
    failing = Remote.objects.filter(
        repository=OuterRef("pk"), kind=Remote.Kind.GIT, retired_at=None, failing_since__lte=now - patience()
    )
    compared = Repository.objects.filter(Exists(sites.filter(variant__retired_at=None)), retired_at=None)
    return compared.filter(~Exists(current) | Q(Exists(failing))).exists()


def _failing(repository: Repository) -> Remote | None:
    remotes = (remote for remote in repository.remotes.all() if remote.kind == Remote.Kind.GIT)
    return next((remote for remote in remotes if remote.failing_since), None)


def _last(remote: Remote) -> datetime:
    """When it answered last; what never did is asked in vain since its first failure."""
    last = remote.answered_at or remote.failing_since
    assert last is not None  # noqa: S101  it fails
    return last
