"""The small step chart in a verdict: who moved, when, and the gap since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bumps.models import PinValue
from bumps.rules.tags import short, tag_of
from dashboard.pages.comparisons import Comparison
from dashboard.pages.sides import sides
from dashboard.pages.words import clock, duration

TOP, BOTTOM = 26, 74
START, OPENED, NOW = 4, 100, 240


@dataclass(frozen=True, slots=True)
class Step:
    """Coordinates and words of the chart, 340 × 120."""

    gap_x: int
    github_path: str
    gitlab_path: str
    github_y: int
    gitlab_y: int
    github: str
    gitlab: str
    opened: str
    duration: str

    @property
    def gap_width(self) -> int:
        return NOW - self.gap_x

    @property
    def gap_middle(self) -> int:
        return (NOW + self.gap_x) // 2

    @property
    def gitlab_square(self) -> int:
        return self.gitlab_y - 4

    @property
    def github_text(self) -> int:
        return self.github_y + 4

    @property
    def gitlab_text(self) -> int:
        return self.gitlab_y + 4


def step(comparison: Comparison, now: datetime) -> Step | None:
    """Only for two sides of one tag each that differ."""
    left, right = sides(comparison)
    desync = comparison.desync
    if desync is None or not left.value or not right.value or comparison.variant.rule_kind != "equal":
        return None
    github_newer = (tag_of(left.value) or (99, 0)) >= (tag_of(right.value) or (99, 0))
    github_y, gitlab_y = (TOP, BOTTOM) if github_newer else (BOTTOM, TOP)
    moved = {p.site.ci for p in comparison.pins if _moved(p, desync.opened_position)}
    # A branch that was cut out of sync has no moment at which one side moved.
    if desync.was_cut_out_of_sync:
        opened = "branch cut"
    else:
        opened = f"{desync.opened_pull_request or short(desync.opened_commit)}, {clock(desync.opened_at, now)}"
    return Step(
        START if desync.was_cut_out_of_sync else OPENED,
        _path(github_y, gitlab_y, moved == {"github"}),
        _path(gitlab_y, github_y, moved == {"gitlab"}),
        github_y,
        gitlab_y,
        short(left.value),
        short(right.value),
        opened,
        "dated in the future" if desync.opened_at > now else duration(desync.duration(now)),
    )


def _moved(pin: PinValue, opened: int) -> bool:
    return pin.position == opened > 0


def _path(mine: int, other: int, moved: bool) -> str:
    if moved:
        return f"M{START} {other}H{OPENED}V{mine}H{NOW}"
    return f"M{START} {mine}H{NOW}"
