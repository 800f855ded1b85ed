"""A value found by a pattern, for a format no other reader knows."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import msgspec
import re2

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.limits import MAX_ROWS
from bumps.rules.readers.places import Place, replaced, rows_of


class _Compiled(NamedTuple):
    pattern: Any
    value: int
    row: int | None


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`pattern`: RE2, `^` and `$` at every line; one group, or a group `value` and, if wished, `row`."""

    pattern: str

    def __post_init__(self) -> None:
        _compile(self.pattern)


def read(text: str, selector: Selector) -> dict[str, str]:
    """{row: value} of every match. Raises Unreadable where matches of one row disagree."""
    return rows_of(text, _find(text, selector))


def write(text: str, selector: Selector, value: str) -> str:
    """Every match set to `value`. Raises Unreadable as `read` does."""
    places = _find(text, selector)
    rows_of(text, places)
    return replaced(text, places, value)


def _find(text: str, selector: Selector) -> list[Place]:
    compiled = _compile(selector.pattern)
    # Patterns see "\n" at the end of every line, so that one that ends in "$" fits a CRLF file too.
    breaks = [match.start() for match in re.finditer("\r\n", text)]
    removed = [start - count for count, start in enumerate(breaks)]
    matches = list(islice(compiled.pattern.finditer(text.replace("\r\n", "\n")), MAX_ROWS + 1))
    if len(matches) > MAX_ROWS:
        raise Unreadable(f"the pattern matches more than {MAX_ROWS} times")
    places = []
    for match in matches:
        start, end = match.span(compiled.value)
        if start < end:
            row = match.group(compiled.row) if compiled.row else None
            start, end = start + bisect_left(removed, start), end + bisect_left(removed, end)
            places.append(Place(row or "", text[start:end], start, end))
    return places


@lru_cache(maxsize=64)
def _compile(pattern: str) -> _Compiled:
    """Raises ValueError, with the reason, for a pattern that cannot be used."""
    # RE2, not `re`: its time is linear in the text, whatever pattern a configuration and text a branch brings.
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(f"(?m){pattern}", options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if error.args else "unknown reason"
        raise ValueError(f"bad pattern: {reason.replace('(?m)', '')}") from error
    names = compiled.groupindex
    if "value" in names and compiled.groups == len(names.keys() & {"value", "row"}):
        return _Compiled(compiled, names["value"], names.get("row"))
    if not names and compiled.groups == 1:
        return _Compiled(compiled, 1, None)
    raise ValueError("bad pattern: it needs one group, or the named groups (?P<value>…) and perhaps (?P<row>…)")
