"""Rows that were made comments: a test out of the gate without a scope that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bumps.rules.job_names import platform_of
from bumps.rules.recipes.comments import comment_of, commented_row_text, is_comment_line, joined, prose_of
from bumps.rules.recipes.rows import MAX_NAME, Layout

_KEY = re.compile(r"(-)?\s*(\w+)\s*:\s*(.*)$")


@dataclass(slots=True)
class CommentedRow:
    """One product, read line by line: what was commented out need not be whole YAML any more."""

    cases: tuple[str, ...]
    line: int
    environments: list[str] = field(default_factory=list)
    platforms: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return joined(self.reasons)


def commented_rows(lines: list[str], layout: Layout) -> Iterator[CommentedRow]:
    """The commented rows below `products:`, each with the test case it belongs to, a commented one or the live one."""
    number = layout.starts_at
    while layout.starts_at and number <= len(lines):
        if not is_comment_line(lines[number - 1]):
            number += 1
            continue
        first = number
        while number <= len(lines) and is_comment_line(lines[number - 1]):
            number += 1
        yield from _Block(_live_cases(layout, first)).read(lines[first - 1 : number - 1], first)


def _live_cases(layout: Layout, line: int) -> tuple[str, ...]:
    above = [cases for at, cases in layout.cases if at < line]
    return above[-1] if above else ()


class _Block:
    """Comment lines without a gap."""

    def __init__(self, cases: tuple[str, ...]) -> None:
        self.cases = cases
        self.rows: list[CommentedRow] = []
        self.case_line = 0  # of a commented test case whose rows have not come yet
        self.case_reasons: list[str] = []
        self.prose: list[str] = []

    def read(self, lines: list[str], first: int) -> list[CommentedRow]:
        for number, line in enumerate(lines, first):
            text = commented_row_text(line)
            if text is None:
                self.prose.append(prose_of(line.lstrip().removeprefix("#")))
                continue
            if match := _KEY.match(text):
                reason = prose_of(comment_of(match[3]) or "")
                values = _values(match[3])
                self.key(match[2], bool(match[1]), values, reason, number)
        self.close_case()
        return [row for row in self.rows if row.cases]

    def key(self, name: str, starts: bool, values: list[str], reason: str, number: int) -> None:
        if name == "test_case":
            self.close_case()
            self.cases, self.case_line = tuple(values), number
            self.case_reasons = [*self.above(), reason]
        elif name == "products":
            self.case_reasons.append(reason)
        elif name == "environment" or starts:
            self.rows.append(CommentedRow(self.cases, number, reasons=[*self.case_reasons, *self.above()]))
            self.case_line = 0
            self.add(name, values, reason)
        elif self.rows and not self.case_line:
            self.add(name, values, reason)

    def above(self) -> list[str]:
        found, self.prose = self.prose, []
        return found

    def add(self, name: str, values: list[str], reason: str) -> None:
        row = self.rows[-1]
        row.reasons.append(reason)
        if name == "environment":
            row.environments += values
        elif name == "platforms":
            row.platforms += [platform_of(value) or value for value in values]
        elif name == "scope":
            row.scopes += values

    def close_case(self) -> None:
        """A test case of which nothing but the name was left is out, too."""
        if self.case_line:
            self.rows.append(CommentedRow(self.cases, self.case_line, reasons=[*self.case_reasons]))
        self.case_line, self.case_reasons = 0, []


def _values(text: str) -> list[str]:
    """`[dev, lts] # why` as its words."""
    comment = comment_of(text)
    bare = text if comment is None else text[: text.rindex("#" + comment)]
    words = (word.strip().strip("'\"") for word in bare.strip().strip("[]").split(","))
    return [word[:MAX_NAME] for word in words if word][:100]
