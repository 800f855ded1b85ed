"""The line that ends a Python traceback, whatever class was raised."""

from __future__ import annotations

from bisect import insort

from bumps.rules.triage.lines import clean, untagged
from bumps.rules.triage.verdict import ends_traceback

_MOST_LINES = 200
# Tracebacks by the thousand are read until this many lines of a window are used up.
_LINES_PER_WINDOW = 2_000
_SURVIVED = ("Exception ignored", "Logging error")


class Tracebacks:
    """Follows tracebacks; one that is open where a window ends goes on in the next."""

    def __init__(self) -> None:
        self.ends: list[int] = []  # where the last lines of the tracebacks begin, in order
        self.ignored: set[int] = set()  # the same, of those that stopped nothing
        self._tag = ""
        self._left = 0
        self._budget = 0
        self._ignore = False

    def new_window(self, data: bytes, at: int) -> None:
        """Places are those of `data` from here on; `at` is where the new part of it begins."""
        self.ends, self.ignored = [], set()
        self._budget = _LINES_PER_WINDOW
        if self._left:
            self._follow(data, at)

    def begin(self, data: bytes, start: int, end: int) -> None:
        """Follows the traceback whose first line is given, to its end or the window's."""
        before = clean(data[data.rfind(b"\n", 0, max(0, start - 1)) + 1 : start])
        self._ignore = any(words in before for words in _SURVIVED)
        self._tag, _ = untagged(clean(data[start:end]))
        self._left = _MOST_LINES
        self._follow(data, end + 1)

    def _follow(self, data: bytes, at: int) -> None:
        while at < len(data) and self._left > 0 and self._budget > 0:
            end = data.find(b"\n", at)
            end = end if end >= 0 else len(data)
            self._left -= 1
            self._budget -= 1
            tag, rest = untagged(clean(data[at:end]))
            if tag == self._tag and rest and not rest[0].isspace() and ends_traceback(rest):
                self._left = 0
                self._found(at)
            at = end + 1

    def _found(self, at: int) -> None:
        if self._ignore:
            self.ignored.add(at)
        else:
            insort(self.ends, at)
