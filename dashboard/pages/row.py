"""One branch and variant as a row of the overview's table.

What only a shown row says is worked out when it is asked for: of many branches most are folded away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bumps.models import PinValue
from bumps.rules.desync import Verdict
from bumps.rules.tags import ImageTag, behind, tag_of
from dashboard.pages.blame import SIGNS, differing_rows
from dashboard.pages.ci import CiSays
from dashboard.pages.comparisons import Comparison
from dashboard.pages.ladder import Ladder, behind_words, draw
from dashboard.pages.open_bumps import OpenBump
from dashboard.pages.sides import Side, sides


@dataclass(frozen=True)
class Row:
    """`known`: every tag of the series, oldest first."""

    comparison: Comparison
    known: list[ImageTag]
    ci: CiSays | None = None
    bump: OpenBump | None = None
    repeats: bool = False

    @property
    def is_desync(self) -> bool:
        return self.comparison.verdict is Verdict.DESYNC

    @property
    def sign(self) -> str:
        return SIGNS[self.comparison.verdict]

    @property
    def sign_size(self) -> int:
        """Agreement is quiet: only what someone must act on is large."""
        return 20 if self.is_desync else 15

    @property
    def deserves_a_look(self) -> bool:
        """Never folded away."""
        verdict = self.comparison.verdict
        return self.comparison.branch.is_default or verdict in {Verdict.DESYNC, Verdict.UNKNOWN}

    @property
    def is_commit(self) -> bool:
        return self.comparison.variant.rule_kind == "one_of"

    @cached_property
    def behind(self) -> int | None:
        """How many known tags are newer than its oldest one."""
        found = [behind(pin.text, self.known) for pin in _live(self.comparison)]
        return max((count for count in found if count is not None), default=None)

    @property
    def behind_side(self) -> str:
        """Whose pin that is, where the two differ."""
        return behind_words(self.known, [(side.name, chip.value) for side in self._sides for chip in side.chips])[1]

    @property
    def left(self) -> Side:
        return self._sides[0]

    @property
    def right(self) -> Side:
        return self._sides[1]

    @property
    def rows_left(self) -> str:
        return differing_rows(self.comparison, self.left)

    @property
    def rows_right(self) -> str:
        return differing_rows(self.comparison, self.right)

    @cached_property
    def ladder(self) -> Ladder | None:
        return draw(self.known, self.left.value, self.right.value)

    @cached_property
    def pinned(self) -> PinValue | None:
        """The first pin to take the newest value in force: later ones follow, or only moved the row to another line."""
        live = _live(self.comparison)
        newest = max((tag for pin in live if (tag := tag_of(pin.text))), default=None)
        took = [pin for pin in live if tag_of(pin.text) == newest]
        if newest is None:
            return max(took, key=lambda pin: pin.position, default=None)
        return min(took, key=lambda pin: pin.position, default=None)

    @cached_property
    def _sides(self) -> tuple[Side, Side]:
        return sides(self.comparison)


def _live(comparison: Comparison) -> list[PinValue]:
    return [pin for pin in comparison.pins if pin.kind == PinValue.Kind.VALUE]
