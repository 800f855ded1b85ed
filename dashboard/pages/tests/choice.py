"""What the address asks the Tests page to show. Every choice is in it, and anything senseless is the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Show = Literal["failing", "new", "all", "unrecognised"]
SHOWS: dict[str, Show] = {"new": "new", "all": "all", "unrecognised": "unrecognised"}
# Runs of each CI system beside each other.
RUNS = (7, 15, 30)
CIS = ("github", "gitlab")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Empty text: no choice."""

    repository: str = ""
    branch: str = ""
    variant: str = ""
    platform: str = ""
    suite: str = ""
    ci: str = ""
    kind: str = ""
    metric: str = ""
    q: str = ""
    show: Show = "failing"
    runs: int = RUNS[0]
    older: int = 0
    page: int = 1
    cell: int = 0
    pull_request: int = 0

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter beyond repository, branch and variant hides tests."""
        return bool(self.platform or self.suite or self.ci or self.kind or self.metric or self.q)


def read(query: Mapping[str, str]) -> Choice:
    """From `request.GET`."""
    runs, ci = number(query.get("runs")), query.get("ci", "")
    return Choice(
        **{name: query.get(name, "").strip()[:200] for name in _TEXTS},
        ci=ci if ci in CIS else "",
        show=SHOWS.get(query.get("show", ""), "failing"),
        runs=runs if runs in RUNS else RUNS[0],
        older=number(query.get("older")),
        page=max(number(query.get("page")), 1),
        cell=number(query.get("cell"), digits=18),
        pull_request=number(query.get("pr")),
    )


_TEXTS = ("repository", "branch", "variant", "platform", "suite", "kind", "metric", "q")


def number(text: str | None, digits: int = 6) -> int:
    """0 for what is none, or too long to be one."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= digits else 0
