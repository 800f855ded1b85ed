"""What the timeline shows: its figure, the desync beside it, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bumps.models import Branch, Desync, Variant
from bumps.rules.tags import ImageTag
from dashboard.charts.base import Figure
from dashboard.charts.commits import commits
from dashboard.charts.timeline import Scene
from dashboard.charts.timeline import timeline as draw
from dashboard.charts.zoom import zoom
from dashboard.pages.comparisons import Comparison
from dashboard.pages.history import Move, moves
from dashboard.pages.links import Links
from dashboard.pages.sides import sides
from dashboard.pages.words import day

RANGES = {"3m": timedelta(days=92), "12m": timedelta(days=365), "all": None}
RANGE_NAMES = {"3m": "3 months", "12m": "12 months", "all": "All"}
TABLE_ROWS = 60


@dataclass(frozen=True, slots=True)
class Timeline:
    """The panel "Pins of main"."""

    branch: Branch
    variant: Variant
    branches: tuple[Branch, ...]
    variants: tuple[Variant, ...]
    range: str
    ranges: tuple[tuple[str, str], ...]
    names: tuple[str, str]
    has_right: bool
    figure: Figure | None
    zoom: Figure | None
    zoomed: Desync | None
    zoom_title: str
    moves: tuple[Move, ...]
    total: int

    @property
    def earlier(self) -> int:
        return self.total - len(self.moves)


def timeline(
    chosen: Comparison,
    everything: Sequence[Comparison],
    known: list[ImageTag],
    links: Links,
    range_: str,
    now: datetime,
) -> Timeline:
    """Two queries: the history of the chosen branch and variant, and its desyncs."""
    branch, variant = chosen.branch, chosen.variant
    range_ = range_ if range_ in RANGES else "12m"
    scene = scene_of(chosen, known, links, RANGES[range_], now)
    in_range = [d for d in scene.desyncs if (d.ended_at or now) >= scene.start]
    zoomed = max(in_range, key=lambda d: d.opened_at, default=None)
    is_tags = variant.rule_kind == "equal"
    mine = [c for c in everything if c.branch.pk == branch.pk]
    return Timeline(
        branch,
        variant,
        tuple({c.branch.pk: c.branch for c in everything}.values()),
        tuple(c.variant for c in mine),
        range_,
        tuple(RANGE_NAMES.items()),
        scene.names,
        any(move.right for move in scene.moves),
        draw(scene) if is_tags else commits(scene),
        zoom(zoomed, scene) if zoomed and is_tags else None,
        zoomed,
        zoom_title(zoomed, now) if zoomed else "",
        tuple(reversed(scene.moves[-TABLE_ROWS:])),
        len(scene.moves),
    )


def scene_of(
    comparison: Comparison, known: list[ImageTag], links: Links, span: timedelta | None, now: datetime
) -> Scene:
    """The whole history and what part of it is shown; `span` None: all of it."""
    history = moves(comparison.branch, comparison.variant, now)
    found = Desync.objects.filter(branch=comparison.branch, variant=comparison.variant)
    desyncs = list(found.select_related("branch"))
    first = min([m.at for m in history], default=now)
    start = now - span if span else min(first, now - timedelta(days=1))
    left, right = sides(comparison)
    return Scene(history, desyncs, known, (left.name, right.name), links, start, now, now)


def zoom_title(desync: Desync, now: datetime) -> str:
    """`7 to 8 May, hour by hour`."""
    end = desync.ended_at or now
    first, last = day(desync.opened_at, now), day(end, now)
    same_month = first.split()[1:] == last.split()[1:]
    length = end - desync.opened_at
    pace = "hour by hour" if timedelta(hours=2) < length < timedelta(days=3) else "close up"
    if first == last:
        return f"{first}, {pace}"
    return f"{first.split()[0] if same_month else first} to {last}, {pace}"
