"""Where a pin stands among the known tags: a dot per tag, and how many are newer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bumps.models import Branch, PinValue
from bumps.rules.tags import ImageTag, behind, ladder, tag_of

STEPS = 10
GAP = 13
WIDTH = (STEPS - 1) * GAP + 14


@dataclass(frozen=True, slots=True)
class Ladder:
    """Geometry of one row's ladder, in px. `left` is GitHub's disc, `right` GitLab's square."""

    dots: tuple[int, ...]
    left: int | None
    right: int | None
    end: int
    older: bool
    label: str
    width: int = WIDTH

    @property
    def agree(self) -> bool:
        return self.left is not None and self.left == self.right

    @property
    def square(self) -> float:
        """Left edge of GitLab's square."""
        return (self.right or 0) - 3.5

    @property
    def bar(self) -> tuple[int, int] | None:
        """From and width of the bar between the two, where they differ."""
        if self.left is None or self.right is None or self.agree:
            return None
        return min(self.left, self.right), abs(self.left - self.right)


def known_tags() -> list[ImageTag]:
    """Every tag of the series that is pinned anywhere, or was on a default branch. One query.

    The past of other branches is left out: it is long, and the default branch's tags are in it.
    """
    values = PinValue.objects.filter(kind=PinValue.Kind.VALUE, text__endswith="-py3").order_by().values_list("text")
    found = values.filter(is_current=True).union(values.filter(branch__in=Branch.objects.filter(is_default=True)))
    return ladder(text for (text,) in found)


def shown_tags(known: Sequence[ImageTag]) -> list[ImageTag]:
    """The newest tags: what a ladder has room for."""
    return list(known[-STEPS:])


def draw(known: Sequence[ImageTag], left: str, right: str) -> Ladder | None:
    """The ladder of a row; None when neither value is of the series."""
    first, second = tag_of(left), tag_of(right)
    if not shown_tags(known) or (first is None and second is None):
        return None
    shown = shown_tags(known)
    offset = (STEPS - len(shown)) * GAP + 7
    places = {tag: offset + index * GAP for index, tag in enumerate(shown)}

    def at(tag: ImageTag | None) -> int | None:
        return None if tag is None else places.get(tag)

    older = any(tag is not None and tag < shown[0] for tag in (first, second))
    label = " and ".join(str(tag) for tag in dict.fromkeys(t for t in (first, second) if t))
    return Ladder(
        tuple(places.values()), at(first), at(second), offset + (len(shown) - 1) * GAP, older, f"{label} of {shown[-1]}"
    )


def behind_words(known: list[ImageTag], sides: Sequence[tuple[str, str]]) -> tuple[int | None, str]:
    """(how many tags the older side is behind, whose side it is when the two differ)."""
    counts = [(count, name) for name, value in sides if value and (count := behind(value, known)) is not None]
    if not counts:
        return None, ""
    count, name = max(counts)
    differ = len({c for c, _ in counts}) > 1
    return count, name if differ else ""
