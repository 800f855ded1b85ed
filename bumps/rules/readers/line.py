"""A file that is its value: one line, like `.ngc_version.dev`."""

from __future__ import annotations

import msgspec

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.places import Place, replaced

# A byte order mark is no part of the value; other invisible characters are left in, to be refused.
_AROUND = " \t\r\n\ufeff"


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Nothing to choose: the file has one value."""


def read(text: str, _selector: Selector) -> dict[str, str]:
    """{"": the line}. Raises Unreadable when the file is empty or has more than one line."""
    place = _find(text)
    return {place.row: place.value}


def write(text: str, _selector: Selector, value: str) -> str:
    """The same file around another value. Raises Unreadable as `read` does."""
    return replaced(text, [_find(text)], value)


def _find(text: str) -> Place:
    lines = sum(1 for line in text.split("\n") if line.strip(_AROUND))
    if lines == 0:
        raise Unreadable("empty")
    if lines > 1:
        raise Unreadable(f"{lines} lines, expected one")
    value = text.strip(_AROUND)
    start = text.index(value)
    return Place("", value, start, start + len(value))
