"""How far apart the repositories took a tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bumps.models import Repository
from bumps.rules.tags import ImageTag
from dashboard.pages.lanes import Lane

MAX_REPOSITORIES = 4
MAX_TAGS = 6


@dataclass(frozen=True, slots=True)
class Taken:
    """When one repository took a tag; `words` where it did not."""

    at: datetime | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class SkewRow:
    tag: ImageTag
    taken: tuple[Taken, ...]
    days: int | None


@dataclass(frozen=True, slots=True)
class Skew:
    """Newest tag first; only repositories that build on one image can be compared."""

    repositories: tuple[Repository, ...]
    rows: tuple[SkewRow, ...]

    @property
    def most(self) -> int:
        return max((row.days or 0 for row in self.rows), default=0)


def skew(lanes: Sequence[Lane], known: Sequence[ImageTag]) -> Skew | None:
    """None when fewer than two repositories share an image."""
    images = {lane.repository.image for lane in lanes if lane.stretches}
    shared = next((image for image in images if sum(x.repository.image == image for x in lanes) > 1), None)
    compared = [lane for lane in lanes if lane.repository.image == shared and lane.stretches][:MAX_REPOSITORIES]
    if len(compared) < 2:
        return None
    rows = []
    for tag in reversed(known):
        taken = tuple(_taken(lane, tag) for lane in compared)
        if any(t.at for t in taken):
            rows.append(SkewRow(tag, taken, _days([t.at for t in taken if t.at])))
        if len(rows) == MAX_TAGS:
            break
    return Skew(tuple(lane.repository for lane in compared), tuple(rows))


def _taken(lane: Lane, tag: ImageTag) -> Taken:
    if at := lane.first_seen(tag):
        return Taken(at)
    reached = [s.tag for s in lane.stretches if s.tag]
    if reached and max(reached) > tag > min(reached):
        return Taken(None, "skipped")
    return Taken(None, "not yet" if not reached or max(reached) < tag else "before")


def _days(times: list[datetime]) -> int | None:
    """Whole days between the first and the last; None for one alone."""
    return None if len(times) < 2 else round((max(times) - min(times)).total_seconds() / 86_400)
