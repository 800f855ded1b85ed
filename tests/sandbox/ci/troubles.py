"""What goes wrong in this world beside drift, and when: the plot."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.logs.log import Kind

System = Literal["github", "gitlab"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A job that is about to run: `case` is a test case, a unit bucket, or a launcher."""

    system: System
    repository: str
    case: str
    platform: str
    tag: str
    at: datetime
    run: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """One test that fails, from `since` until `until`, on these tags and platforms (empty: all).

    `silent`: the job's own log does not say why, its rank logs do.
    """

    case: str
    kind: Kind
    system: str = ""
    tags: tuple[str, ...] = ()
    platform: str = ""
    since: datetime | None = None
    until: datetime | None = None
    silent: bool = False

    def meets(self, asked: Asked) -> bool:
        return (
            self.case == asked.case
            and self.system in ("", asked.system)
            and self.platform in ("", asked.platform)
            and (not self.tags or asked.tag in self.tags)
            and (self.since is None or self.since <= asked.at)
            and (self.until is None or asked.at < self.until)
        )


@dataclass(slots=True)
class Troubles:
    """All that is in force; tests and the demo may add. `weather`: how many of 1,000 first tries the network breaks."""

    found: list[Trouble] = field(default_factory=list)
    weather: int = 3

    def add(self, *troubles: Trouble) -> None:
        self.found += troubles

    def of(self, asked: Asked) -> Trouble | None:
        """What befalls this job; bad weather strikes first tries only."""
        for trouble in self.found:
            if trouble.meets(asked):
                return trouble
        drawn = random.Random(f"{asked.run}{asked.case}{asked.platform}").randrange(1000)
        if asked.attempt == 1 and drawn < self.weather:
            return Trouble(asked.case, "infrastructure")
        return None

    def drop(self, cases: Iterable[str]) -> None:
        """These tests are well again."""
        gone = set(cases)
        self.found = [trouble for trouble in self.found if trouble.case not in gone]
