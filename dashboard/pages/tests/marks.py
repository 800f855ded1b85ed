"""Broken marks of a branch, as the grid needs them: which test on which platform, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bumps.models import Branch, BrokenMark
from dashboard.pages.tests.kinds import platform_words


class Marks:
    """The tests of one branch that left its gate."""

    def __init__(self, marks: Sequence[BrokenMark]) -> None:
        self._by_test: dict[int, list[BrokenMark]] = {}
        for mark in marks:
            if mark.test_id:
                self._by_test.setdefault(mark.test_id, []).append(mark)

    @property
    def tests(self) -> frozenset[int]:
        return frozenset(self._by_test)

    def stands(self, test: int, platform: str, at: datetime) -> bool:
        """Whether the test had left the gate by then. A mark without a platform or a beginning covers all."""
        return any(not m.since_at or m.since_at <= at for m in self.of(test, platform))

    def of(self, test: int, platform: str) -> list[BrokenMark]:
        marks = self._by_test.get(test, [])
        return [m for m in marks if not m.platform or platform_words(m.platform) == platform_words(platform)]


def marks_of(branch: Branch | None) -> Marks:
    """One query."""
    return Marks(list(BrokenMark.objects.filter(branch=branch).select_related("issue") if branch else ()))
