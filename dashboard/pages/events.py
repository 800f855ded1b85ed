"""What happened lately: desyncs opened and closed, pins moved. Newest first, bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from bumps.models import Desync, PinValue
from bumps.rules.tags import short
from dashboard.pages.comparisons import Comparison
from dashboard.pages.links import Links, links_of
from dashboard.pages.sides import CI_NAMES
from dashboard.pages.words import listed

LIMIT = 7


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the panel."""

    at: datetime
    sign: str
    repository: str
    branch: str
    variant: str
    pull_request: str
    commit: str
    links: Links
    desync: Desync | None = None
    values: str = ""
    who: str = ""


def recent_desyncs() -> list[Desync]:
    """The last to open or close, whatever their branch. One query."""
    newest = Desync.objects.of_tracked().order_by(Coalesce(F("closed_at"), F("opened_at")).desc())
    return list(newest.select_related("branch__repository", "variant")[:LIMIT])


def events(comparisons: Sequence[Comparison], desyncs: Sequence[Desync]) -> tuple[Event, ...]:
    """From the pins in force (each knows the commit that set it) and the last desyncs."""
    moves = [(pins[0].committed_at, c, pins) for c in comparisons for pins in _moves(c)]
    newest = sorted(moves, key=lambda move: move[0], reverse=True)[:LIMIT]
    found = [_move(c, pins, links_of(c.repository)) for _, c, pins in newest]
    tracked = {c.repository.pk: c.repository for c in comparisons}
    for desync in desyncs:
        repository = tracked.get(desync.branch.repository_id)
        found += _desync_events(desync, links_of(repository) if repository else Links())
    return tuple(sorted(found, key=lambda event: event.at, reverse=True)[:LIMIT])


def _moves(comparison: Comparison) -> list[list[PinValue]]:
    """The pins of this comparison by the commit that set them; what a branch inherited is no event of its own."""
    commits: dict[str, list[PinValue]] = {}
    for pin in comparison.pins:
        if pin.position and pin.kind == PinValue.Kind.VALUE:
            commits.setdefault(pin.commit, []).append(pin)
    return list(commits.values())


def _move(comparison: Comparison, pins: list[PinValue], links: Links) -> Event:
    first = pins[0]
    who = dict.fromkeys(CI_NAMES.get(pin.site.ci, pin.site.path) for pin in pins)
    values = dict.fromkeys(short(pin.text) for pin in pins)
    return Event(
        first.committed_at,
        "commit",
        comparison.repository.name,
        comparison.branch.name,
        comparison.variant.label,
        first.pull_request,
        first.commit,
        links,
        values=listed(list(values)),
        who=listed(list(who)),
    )


def _desync_events(desync: Desync, links: Links) -> list[Event]:
    where = (desync.branch.repository.name, desync.branch.name, desync.variant.label)
    sign = "desync" if desync.ended_at is None else "desync-past"
    opened = Event(desync.opened_at, sign, *where, desync.opened_pull_request, desync.opened_commit, links, desync)
    if desync.closed_at is None:
        return [opened]
    closed = Event(desync.closed_at, "sync", *where, desync.closed_pull_request, desync.closed_commit, links, desync)
    return [closed, opened]
