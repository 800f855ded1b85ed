"""Pins that are shown and never alert: how far each lags; which are dead; which no site covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bumps.models import DiscoveredPin, PinSite, PinValue, Repository
from bumps.rules.tags import ImageTag, behind
from dashboard.pages.ladder import Ladder, draw, shown_tags


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """One row of one watched site on the default branch."""

    site: PinSite
    pin: PinValue
    ladder: Ladder | None
    behind: int | None

    @property
    def read_from(self) -> str:
        return self.pin.row or self.site.label or self.site.name

    @property
    def is_unreadable(self) -> bool:
        return self.pin.kind == PinValue.Kind.UNREADABLE


@dataclass(frozen=True, slots=True)
class Dead:
    """A pin that nothing reads, with what it says."""

    site: PinSite
    value: str


@dataclass(frozen=True, slots=True)
class Watched:
    rows: tuple[WatchedRow, ...]
    dead: tuple[Dead, ...]
    discovered: tuple[DiscoveredPin, ...]
    tags: tuple[ImageTag, ...]


def watched(repository: Repository, known: Sequence[ImageTag]) -> Watched:
    """Two queries."""
    pins = PinValue.objects.filter(
        is_current=True,
        branch__repository=repository,
        branch__is_default=True,
        site__retired_at=None,
        branch__deleted_at=None,
        branch__untracked_at=None,
    ).exclude(kind=PinValue.Kind.ABSENT)
    rows, dead = [], []
    for pin in pins.select_related("site").order_by("site__position", "row"):
        if pin.site.dead_reason:
            dead.append(Dead(pin.site, pin.text if pin.kind == PinValue.Kind.VALUE else ""))
        elif pin.site.role == PinSite.Role.WATCHED:
            rows.append(WatchedRow(pin.site, pin, draw(known, pin.text, ""), behind(pin.text, list(known))))
    discovered = tuple(DiscoveredPin.objects.filter(repository=repository)[:200])
    return Watched(tuple(rows), tuple(dead), discovered, tuple(shown_tags(known)))
