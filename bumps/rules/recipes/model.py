"""What a recipe file says: which tests run where and when, and which of them left the gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How a test leaves the gate."""

    BROKEN = "broken"
    DISABLED = "temp-disabled"
    FLAKY = "flaky"
    DEPRECATED = "deprecated"
    COMMENTED = "commented-out"


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope of a row and the span of characters that holds it, quotes not included: what an edit replaces."""

    name: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A test case on one platform in one environment. Lines count from 1; `last_line` is the product's last one."""

    suite: str
    case: str
    platform: str
    environment: str
    scopes: tuple[Scope, ...]
    cadence: tuple[str, ...]
    line: int
    last_line: int

    @property
    def scope_names(self) -> tuple[str, ...]:
        return tuple(scope.name for scope in self.scopes)


@dataclass(frozen=True, slots=True)
class Mark:
    """A test that left the gate. `issue` is `#513` or `!123`, "" where none is named; `issue_url` where it is linked.

    `scope` lists the scopes it left by, comma-separated; for a row commented out, those it had.
    """

    way: Way
    suite: str
    case: str
    platform: str
    environment: str
    scope: str
    path: str
    line: int
    reason: str = ""
    issue: str = ""
    issue_url: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What stays the same while the same test stays out in the same way, whatever else is edited."""
        return (self.suite, self.case, self.platform, self.environment, self.way.value)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file."""

    rows: tuple[Row, ...] = ()
    marks: tuple[Mark, ...] = ()
