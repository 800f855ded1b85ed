"""The lanes of the last year as a strip: shares of its width in per cent, so it fits any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from bumps.models import Desync
from bumps.rules.tags import ImageTag
from dashboard.pages.lanes import YEAR, Lane
from dashboard.pages.words import duration

# The share of the width that a character needs; what is narrower shows its tag on hover alone.
LABEL_SHARE, SMALL_LABEL_SHARE = 0.9, 0.72
# The same for the marks' labels: where the lane is narrowest beside its name, and on a phone.
MARK_SHARE, PHONE_MARK_SHARE = 1.3, 2.2
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
        room = self.width / len(self.label)
        return "label" if room >= LABEL_SHARE else "label small" if room >= SMALL_LABEL_SHARE else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A desync on a lane."""

    x: float
    width: float
    label: str
    desync: Desync
    fits: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def anchor(self) -> str:
        return "start" if self.middle < 8 else "end" if self.middle > 92 else "middle"

    def reach(self, share: float) -> tuple[float, float]:
        """From where to where its label goes when a character needs that share."""
        width = len(self.label) * share
        start = self.middle - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return start, start + width


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
    marks = labelled([_mark(d, now) for d in desyncs if d.branch.repository_id == lane.repository.pk])
    last = lane.stretches[-1]
    return StripLane(
        lane.repository.name,
        lane.repository.slug,
        tuple(segments),
        marks,
        str(last.tag) if last.tag else "–",
        last.tag is not None and last.tag == newest,
    )


def _mark(desync: Desync, now: datetime) -> Mark:
    x = _share(desync.opened_at, now)
    width = max(_share(desync.ended_at or now, now) - x, 0.28)
    length = "" if desync.opened_at > now else duration(desync.duration(now))
    label = f"out of sync {length or 'from the future'}"
    return Mark(min(x, 99.72), round(width, 3), label, desync)


def labelled(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The newest keep their labels; one that would be printed over another's goes without."""
    wide, narrow = _apart(marks, MARK_SHARE), _apart(marks, PHONE_MARK_SHARE)
    fits = ["mark-text" if id(m) in narrow else "mark-text wide" if id(m) in wide else "" for m in marks]
    return tuple(replace(mark, fits=fit) for mark, fit in zip(marks, fits, strict=True))


def _apart(marks: Sequence[Mark], share: float) -> set[int]:
    kept: set[int] = set()
    free = 100 + share
    for mark in sorted(marks, key=lambda mark: mark.middle, reverse=True):
        start, end = mark.reach(share)
        if end <= free or not kept:
            kept.add(id(mark))
            free = start - share
    return kept


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
