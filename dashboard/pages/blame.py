"""Who put the pins out of sync, what that commit changed, and what it left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bumps.models import Desync, PinValue
from bumps.rules.desync import Verdict
from dashboard.pages.comparisons import Comparison
from dashboard.pages.sides import Side, sides
from dashboard.pages.words import listed


@dataclass(frozen=True, slots=True)
class Touched:
    """One file and its rows, as `docker/.ngc_version.dev` or `amd64 and arm64 of …`."""

    path: str
    rows: str


@dataclass(frozen=True, slots=True)
class Blame:
    """What the opening commit changed and what it left."""

    changed: tuple[Touched, ...]
    left: tuple[Touched, ...]


def blame(desync: Desync, pins: Iterable[PinValue]) -> Blame | None:
    """From pins with their `site`; None when a later commit moved the pins on, or the branch was cut that way."""
    live = [pin for pin in pins if pin.kind != PinValue.Kind.ABSENT]
    changed = [pin for pin in live if pin.position == desync.opened_position]
    left = [pin for pin in live if pin.position < desync.opened_position]
    if desync.was_cut_out_of_sync or not changed:
        return None
    return Blame(_by_path(changed), _by_path(left))


def _by_path(pins: list[PinValue]) -> tuple[Touched, ...]:
    rows: dict[str, list[str]] = {}
    for pin in pins:
        rows.setdefault(pin.site.path, []).append(pin.row)
    return tuple(Touched(path, listed([n for n in names if n])) for path, names in rows.items())


def headline(comparison: Comparison, *, over: bool = False) -> str:
    """`Megatron-LM main is out of sync: GitHub builds on 26.04, GitLab on 26.02`; once it is over, in the past."""
    return f"{subject(comparison)} {'was' if over else 'is'} out of sync: {difference(comparison, over=over)}"


def subject(comparison: Comparison) -> str:
    """`Megatron-LM main`, with the variant unless it is the repository's first."""
    first = next(iter(comparison.repository.variants.all()), None)
    name = f"{comparison.repository.name} {comparison.branch.name}"
    is_named_after = comparison.variant.rule_kind == "one_of"
    return name if first == comparison.variant or is_named_after else f"{name} {comparison.variant.label}"


def difference(comparison: Comparison, *, over: bool = False) -> str:
    """What the sides say, as one clause."""
    left, right = sides(comparison)
    builds, stands, equals = ("built", "stood", "equalled") if over else ("builds", "stands", "equals")
    if comparison.variant.rule_kind == "one_of":
        return f"{comparison.variant.label} {stands} at {left.text}, which {equals} none of {right.note}"
    if not left.chips or not right.chips:
        lone = left if left.chips else right
        return f"{lone.name} {builds} on {lone.text}"
    return f"{left.name} {builds} on {left.text}, {right.name} on {right.text}"


def unreadable_reason(comparison: Comparison) -> str:
    """Which pin could not be read and why, for a comparison whose verdict is unknown."""
    for pin in comparison.pins:
        if pin.kind == PinValue.Kind.UNREADABLE:
            return f"{pin.site.path}: {pin.text}"
    return ""


SIGNS = {
    Verdict.IN_SYNC: "sync",
    Verdict.DESYNC: "desync",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_COMPARABLE: "none",
}


def differing_rows(comparison: Comparison, side: Side) -> str:
    """The rows to name beside a side's chip: only while they are out of sync."""
    return side.rows if comparison.verdict is Verdict.DESYNC else ""
