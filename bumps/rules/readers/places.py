"""Where the values of a text stand, and the one way to change them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bumps.rules.readers.errors import Unreadable


class Place(NamedTuple):
    """A value and the span of the text that holds it, quotes not included."""

    row: str
    value: str
    start: int
    end: int


def line_of(text: str, index: int) -> int:
    """The line, counted from 1, that holds the character at `index`."""
    return text.count("\n", 0, index) + 1


def rows_of(text: str, places: Iterable[Place]) -> dict[str, str]:
    """{row: value}. Raises Unreadable where two places of one row disagree."""
    first: dict[str, Place] = {}
    for place in places:
        known = first.setdefault(place.row, place)
        if known.value != place.value:
            lines = f"lines {line_of(text, known.start)} and {line_of(text, place.start)}"
            raise Unreadable(disagreement(place.row, known.value, place.value, lines))
    return {row: place.value for row, place in first.items()}


def disagreement(row: str, one: str, other: str, lines: str) -> str:
    """The sentence for two values where the file should hold one."""
    what = f"2 rows for {row}" if row else "2 values"
    return f"{what} disagree: {one} and {other} ({lines})"


def replaced(text: str, places: Iterable[Place], value: str) -> str:
    """The text with `value` in every place, each other character as it was."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted({(place.start, place.end) for place in places}):
        pieces += (text[at:start], value)
        at = end
    return "".join((*pieces, text[at:]))
