"""The first thing on the overview: are all pins in sync, and if not, what, since when, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bumps.models import Desync, JobRun, Remote, Repository
from bumps.rules.desync import Verdict
from dashboard.pages.blame import Blame, blame, difference, headline, subject, unreadable_reason
from dashboard.pages.comparisons import Comparison
from dashboard.pages.links import Links, links_of
from dashboard.pages.remotes import unanswered
from dashboard.pages.sides import Side, sides
from dashboard.pages.silence import age, silent
from dashboard.pages.step import Step, step
from dashboard.pages.words import ago, duration, plural

_DEMO = "make demo"
# The worst ones stand in the verdict; all of them in the table below it.
MAX_CASES = 5
Kind = Literal["desync", "sync", "unknown", "starting", "empty"]


@dataclass(frozen=True, slots=True)
class Case:
    """One desync (or one comparison that could not be made) of the verdict's list."""

    title: str
    detail: str
    desync: Desync | None
    links: Links
    left: Side
    right: Side
    blame: Blame | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class OverviewVerdict:
    """Kind, sentence, the line below it, and what the sentence is about."""

    kind: Kind
    headline: str
    detail: str = ""
    cases: tuple[Case, ...] = ()
    jobs: tuple[JobRun, ...] = field(default=())
    advice: str = ""
    more: int = 0

    @property
    def only(self) -> Case | None:
        """The one desync, when there is just one: it gets the whole panel."""
        return self.cases[0] if self.kind == "desync" and len(self.cases) == 1 else None

    @property
    def state(self) -> str:
        """What the page's icon shows."""
        return self.kind if self.kind in {"desync", "sync"} else "unknown"


def verdict(
    repositories: Sequence[Repository], comparisons: Sequence[Comparison], jobs: Sequence[JobRun], now: datetime
) -> OverviewVerdict:
    """The worst first: a desync, then what could not be told, then agreement."""
    if not repositories:
        return OverviewVerdict(
            "empty",
            "Nothing is tracked yet",
            "Name a repository in bumpboard.toml and start Bumpboard again: its pins appear here.",
        )
    broken = [c for c in comparisons if c.verdict is Verdict.DESYNC]
    if broken:
        return _out_of_sync(broken, now)
    if not any(c.pins for c in comparisons):
        return _nothing_read(repositories, jobs, now)
    if unknown := [c for c in comparisons if c.verdict is Verdict.UNKNOWN]:
        return _could_not_tell(unknown)
    return _in_sync(repositories, comparisons, jobs, now)


def _out_of_sync(broken: list[Comparison], now: datetime) -> OverviewVerdict:
    cases = tuple(_case(c, now) for c in sorted(broken, key=_oldest_last)[:MAX_CASES])
    if len(broken) == 1:
        return OverviewVerdict("desync", headline(broken[0]), cases=cases)
    branches = len({c.branch.pk for c in broken})
    if branches == 1:
        text = f"{broken[0].repository.name} {broken[0].branch.name} is out of sync in {len(broken)} variants"
    else:
        text = f"{branches} branches are out of sync"
    return OverviewVerdict("desync", text, cases=cases, more=len(broken) - len(cases))


def _oldest_last(comparison: Comparison) -> tuple[bool, float]:
    """Default branches first, then the newest desync first."""
    opened = comparison.desync.opened_at.timestamp() if comparison.desync else 0.0
    return not comparison.branch.is_default, -opened


def _case(comparison: Comparison, now: datetime) -> Case:
    desync = comparison.desync
    left, right = sides(comparison)
    return Case(
        subject(comparison),
        difference(comparison),
        desync,
        links_of(comparison.repository),
        left,
        right,
        blame(desync, comparison.pins) if desync else None,
        step(comparison, now),
    )


def _could_not_tell(unknown: list[Comparison]) -> OverviewVerdict:
    shown = unknown[:MAX_CASES]
    cases = tuple(Case(subject(c), unreadable_reason(c), None, links_of(c.repository), *sides(c)) for c in shown)
    if len(cases) == 1:
        return OverviewVerdict("unknown", f"Could not tell: {cases[0].title}", cases[0].detail)
    text = f"Could not tell for {len(unknown)} comparisons"
    return OverviewVerdict("unknown", text, cases=cases, more=len(unknown) - len(cases))


def _nothing_read(repositories: Sequence[Repository], jobs: Sequence[JobRun], now: datetime) -> OverviewVerdict:
    if jobs:
        job = jobs[0]
        name = job.repository.name if job.repository else "the repositories"
        percent = "" if job.percent is None else f", {job.percent} %"
        return OverviewVerdict("starting", f"Fetching {name}{percent}", "The first verdict follows.", jobs=tuple(jobs))
    if silent := unanswered(repositories):
        return _silent(repositories, silent, now)
    if failing := _failing(repositories):
        when = f" since {ago(failing.failing_since, now)}" if failing.failing_since else ""
        name = next(r.name for r in repositories if r.pk == failing.repository_id)
        return OverviewVerdict("unknown", f"Could not tell: {name} does not answer", f"{failing.error} (failing{when})")
    return OverviewVerdict(
        "starting", "Waiting for the first poll", f"{plural(len(repositories), 'repository', 'repositories')} tracked."
    )


def _silent(repositories: Sequence[Repository], remotes: Sequence[Remote], now: datetime) -> OverviewVerdict:
    """Nothing answers, and nothing ever did: most likely there is no way out from here."""
    names = [r.name for r in repositories if any(r.pk == remote.repository_id for remote in remotes)]
    text = f"neither {' nor '.join(names)} answers" if len(names) > 1 else f"{names[0]} does not answer"
    tries = [remote.next_poll_at for remote in remotes if remote.next_poll_at]
    soon = max(min(tries) - now, timedelta()) if tries else None
    again = f" Next try in {duration(soon)}." if soon else " The next try is due." if tries else ""
    errors = list(dict.fromkeys(remote.error.strip().rstrip(".") for remote in remotes if remote.error))
    said = f"{'; '.join(errors)[:400]}." if errors else "No reason was given."
    return OverviewVerdict("unknown", f"Could not tell: {text}", f"{said}{again}", advice=_DEMO)


def _failing(repositories: Sequence[Repository]) -> Remote | None:
    remotes = (remote for repository in repositories for remote in repository.remotes.all())
    return next((remote for remote in remotes if remote.failing_since), None)


def _in_sync(
    repositories: Sequence[Repository], comparisons: Sequence[Comparison], jobs: Sequence[JobRun], now: datetime
) -> OverviewVerdict:
    agreeing = [c for c in comparisons if c.verdict is Verdict.IN_SYNC]
    missing = silent(repositories, {c.repository.pk for c in comparisons if c.pins}, now)
    if not agreeing:
        if missing:
            return OverviewVerdict("unknown", f"Could not tell: {missing}", jobs=tuple(jobs))
        return OverviewVerdict("unknown", "Nothing to compare", "No branch has pins on two sides.")
    compared = plural(len({c.repository.pk for c in agreeing}), "repository", "repositories")
    known = f"{compared}, {plural(len(agreeing), 'comparison')}"
    if missing:
        text = f"What is known is in sync: {known}."
        return OverviewVerdict("unknown", f"Could not tell: {missing}", text, jobs=tuple(jobs))
    old = age(repositories, now)
    detail = f"{known}: every pin agrees with its twin{f', {old}' if old else ''}."
    return OverviewVerdict("sync", "All in sync", detail, jobs=tuple(jobs))
