"""The pin history of one branch and variant as moves: what both sides said after each commit that changed a pin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from bumps.models import Branch, PinSite, PinValue, Variant
from bumps.rules.tags import ImageTag, short, tag_of


@dataclass(frozen=True, slots=True)
class Move:
    """One commit; `at` never runs backwards, as commit times may."""

    at: datetime
    pin: PinValue
    left: tuple[str, ...]
    right: tuple[str, ...]
    moved_left: bool
    moved_right: bool

    @property
    def left_shown(self) -> str:
        return ", ".join(short(value) for value in self.left) or "–"

    @property
    def right_shown(self) -> str:
        return ", ".join(short(value) for value in self.right) or "–"


def is_left(site: PinSite, variant: Variant) -> bool:
    """GitHub's pins, or the submodule, stand left of the sign."""
    return site.name == variant.subject if variant.rule_kind == "one_of" else site.ci == "github"


def moves(branch: Branch, variant: Variant, now: datetime) -> list[Move]:
    """Oldest first; one query."""
    pins = PinValue.objects.filter(
        branch=branch, site__variant=variant, site__role=PinSite.Role.REQUIRED, site__retired_at=None
    )
    return fold(pins.select_related("site").order_by("position", "site__position", "row"), variant, now)


def fold(pins: Iterable[PinValue], variant: Variant, now: datetime) -> list[Move]:
    """One Move per position."""
    batches: dict[int, list[PinValue]] = {}
    for pin in pins:
        batches.setdefault(pin.position, []).append(pin)
    in_force: dict[tuple[str, str], PinValue] = {}
    found: list[Move] = []
    for batch, at in zip(batches.values(), _times(list(batches.values()), now), strict=True):
        in_force.update({(pin.site.name, pin.row): pin for pin in batch})
        latest = max(batch, key=lambda pin: pin.committed_at)
        left, right = (_values(in_force.values(), variant, left=side) for side in (True, False))
        before = found[-1] if found else None
        found.append(
            Move(at, latest, left, right, not before or before.left != left, not before or before.right != right)
        )
    return found


def _times(batches: Sequence[Sequence[PinValue]], now: datetime) -> list[datetime]:
    """When each commit happened, never backwards. One dated in the future happened before the next that is not."""
    latest = now
    said: list[datetime] = []
    for batch in reversed(batches):
        committed = max(pin.committed_at for pin in batch)
        if committed <= now:
            latest = committed
        said.append(latest if committed > now else committed)
    return list(accumulate(reversed(said), max))


def _values(pins: Iterable[PinValue], variant: Variant, *, left: bool) -> tuple[str, ...]:
    mine = (p.text for p in pins if p.kind == PinValue.Kind.VALUE and is_left(p.site, variant) == left)
    return tuple(sorted(set(mine)))


def newest(values: tuple[str, ...]) -> ImageTag | None:
    """The newest tag of a side; None when it has none of the series."""
    return max((tag for value in values if (tag := tag_of(value))), default=None)


def oldest(values: tuple[str, ...]) -> ImageTag | None:
    return min((tag for value in values if (tag := tag_of(value))), default=None)
