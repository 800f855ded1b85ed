"""Ticks of a time axis: months, days or hours, worded as everywhere else. In the viewer's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

MOST = 12
_MINUTES = (1, 2, 5, 10, 30, 60, 180, 360, 720)


def time_ticks(start: datetime, end: datetime) -> dict[str, Any]:
    """Positions and words for a Plotly axis."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    span = last - first
    if span < timedelta(days=3):
        ticks = _hours(first, last)
    elif span < timedelta(days=75):
        ticks = _days(first, last)
    else:
        ticks = _months(first, last)
    inside = [(at, text) for at, text in ticks if first <= at <= last]
    return {
        "tickvals": [at.replace(tzinfo=None).isoformat() for at, _ in inside],
        "ticktext": [text for _, text in inside],
    }


def _hours(first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    span = last - first
    step = next((minutes for minutes in _MINUTES if span / timedelta(minutes=minutes) <= 6), _MINUTES[-1])
    at = first.replace(hour=0, minute=0, second=0, microsecond=0)
    at += timedelta(minutes=int((first - at) / timedelta(minutes=step)) * step)
    while at <= last:
        yield at, f"{at:%H:%M}"
        at += timedelta(minutes=step)


def _days(first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    step = max((last - first).days // 6, 1)
    at = first.replace(hour=0, minute=0, second=0, microsecond=0)
    while at <= last:
        yield at, f"{at.day} {at:%b}"
        at += timedelta(days=step)


def _months(first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(months for months in (1, 2, 3, 6, 12) if count / months <= MOST + 1 or months == 12)
    for month in range(first.year * 12, last.year * 12 + 12, step):
        at = first.replace(year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
        yield at, f"{at:%b} {at.year}" if at.month == 1 else f"{at:%b}"
