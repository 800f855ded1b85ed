"""The lanes of the last year as a strip: shares of its width in per cent, so it fits any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bumps.models import Desync
from bumps.rules.tags import ImageTag
from dashboard.pages.lanes import YEAR, Lane
from dashboard.pages.words import duration

# A label needs about this share of the width; what is narrower shows its tag on hover alone.
LABEL_SHARE, SMALL_LABEL_SHARE = 4.5, 2.6
MAX_LANES = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of one tag."""

    x: float
    width: float
    label: str
    title: str
    is_newest: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def fits(self) -> str:
        return "label" if self.width >= LABEL_SHARE else "label small" if self.width >= SMALL_LABEL_SHARE else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A desync on a lane."""

    x: float
    width: float
    label: str
    desync: Desync

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def anchor(self) -> str:
        return "start" if self.middle < 8 else "end" if self.middle > 92 else "middle"


@dataclass(frozen=True, slots=True)
class StripLane:
    name: str
    slug: str
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    now: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The lanes, month ticks, and the last desync in words."""

    lanes: tuple[StripLane, ...]
    months: tuple[tuple[float, str], ...]
    last: Desync | None

    @property
    def by(self) -> str:
        """`#4611 to #4688`: who opened and closed the last one, where both are known."""
        ends = (self.last.opened_pull_request, self.last.closed_pull_request) if self.last else ()
        return f"({ends[0]} to {ends[1]})" if all(ends) and ends else ""


def strip(lanes: Sequence[Lane], desyncs: Sequence[Desync], newest: ImageTag | None, now: datetime) -> Strip | None:
    """None while no lane has a stretch."""
    shown = [lane for lane in lanes if lane.stretches][:MAX_LANES]
    if not shown:
        return None
    closed = [d for d in desyncs if d.closed_at]
    return Strip(
        tuple(_lane(lane, desyncs, newest, now) for lane in shown),
        _months(now),
        max(closed, key=lambda d: d.opened_at, default=None),
    )


def _share(then: datetime, now: datetime) -> float:
    return round(min(max((then - (now - YEAR)) / YEAR, 0), 1) * 100, 3)


def _lane(lane: Lane, desyncs: Sequence[Desync], newest: ImageTag | None, now: datetime) -> StripLane:
    segments = []
    for item in lane.stretches:
        x = _share(item.start, now)
        width = _share(item.end, now) - x
        if width > 0:
            label = str(item.tag) if item.tag else "other images" if item.value else "no pin"
            segments.append(Segment(x, round(width, 3), label, item.value or label, item.tag == newest is not None))
    marks = [_mark(d, now) for d in desyncs if d.branch.repository_id == lane.repository.pk]
    last = lane.stretches[-1]
    return StripLane(
        lane.repository.name,
        lane.repository.slug,
        tuple(segments),
        tuple(marks),
        str(last.tag) if last.tag else "–",
        last.tag is not None and last.tag == newest,
    )


def _mark(desync: Desync, now: datetime) -> Mark:
    x = _share(desync.opened_at, now)
    width = max(_share(desync.closed_at or now, now) - x, 0.28)
    return Mark(min(x, 99.72), round(width, 3), f"out of sync {duration(desync.duration(now))}", desync)


def _months(now: datetime) -> tuple[tuple[float, str], ...]:
    local = timezone.localtime(now)
    ticks = []
    for back in range(11, -1, -1):
        month = (local.month - 1 - back) % 12 + 1
        year = local.year + (local.month - 1 - back) // 12
        first = local.replace(year=year, month=month, day=1, hour=0, minute=0, second=0, microsecond=0)
        if first - (now - YEAR) > timedelta(days=4) and now - first > timedelta(days=4):
            ticks.append((_share(first, now), f"{first:%b} {year}" if month == 1 else f"{first:%b}"))
    return tuple(ticks)
