"""Megatron-LM's two years: bumps, one forgotten pin, marks, everyday commits; the last months with CI runs."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from tests.origins import files
from tests.origins.origin import Content, Origin
from tests.sandbox.scenario import lm_tree, plot
from tests.sandbox.scenario.marks import MARKS

# Days ago, tag, pull request: before functional tests stood in the tree.
EARLY = [(560, "25.03", 2044), (490, "25.05", 2098), (430, "25.06", 2110), (340, "25.09", 2133), (250, "25.11", 2923)]
TREE_DAYS, BUMP_2602, BUMP_2604 = 185.0, 166.0, 95.125
Event = tuple[float, Callable[[datetime], object]]
WINDOW = timedelta(hours=8, minutes=22, seconds=8)
LTS = "25.09"
# Numbers of issues, and of pull requests that have theirs.
TAKEN = frozenset({434, 513, 3474, 3490, 4611, 4612, 4613, 4614, 4688})


@dataclass(frozen=True, slots=True)
class Merge:
    """A pull request that landed on main."""

    sha: str
    number: int
    subject: str
    author: str
    at: datetime


@dataclass
class LMHistory:
    """Commits from the beginning to now; `merges` in their order."""

    origin: Origin
    now: datetime
    merges: list[Merge] = field(default_factory=list)

    def build(self) -> None:
        plan = sorted([*self._early(), *self._bumps(), *self._marks(), *self._noise()], key=lambda item: -item[0])
        for days, act in plan:
            act(self.now - timedelta(days=days))

    def _early(self) -> list[Event]:
        def start(at: datetime) -> None:
            self.origin.commit({files.GITLAB: files.build_stage("24.10", "24.01")}, "Start", at)

        found: list[Event] = [(720, start)]
        return found + [(days, partial(self._early_bump, tag, number)) for days, tag, number in EARLY]

    def _early_bump(self, tag: str, number: int, at: datetime) -> None:
        lts = "24.01" if tag < "25.09" else LTS
        change: dict[str, Content] = {files.GITLAB: files.build_stage(tag, lts)}
        if tag >= "25.09":
            change |= {files.GITHUB_DEV: files.pin(tag), files.GITHUB_LTS: files.pin(lts)}
        self.merge(change, f"chore: Update Docker image version to {tag}-py3", at, number=number)

    def _bumps(self) -> list[Event]:
        wrong = lm_tree.one_golden(plot.WRONG_GOLDEN, "26.04")
        return [
            (250.5, lambda _at: self.origin.branch("core_r0.15.0", self.origin.head())),
            (
                TREE_DAYS,
                lambda at: self.merge(lm_tree.first("25.11", LTS, TREE_DAYS), "Functional tests in recipes", at),
            ),
            (BUMP_2602, self._bump_2602),
            (BUMP_2602 - 3, self._release),
            (BUMP_2604, self._forgotten_pin),
            (
                BUMP_2604 - 6,
                lambda at: self.merge({files.DOCKERFILE: files.dockerfile("26.04")}, "ci: Default image", at),
            ),
            (plot.WRONG_GOLDEN_DAYS, lambda at: self.merge(wrong, "tests: Refresh golden values", at, "Lin Repair")),
            (20.2, lambda at: self.merge(lm_tree.schedule(at.date()), "chore: On-call schedule", at)),
            (0.9, lambda at: self.merge(lm_tree.schedule(self.now.date()), "chore: On-call schedule", at)),
        ]

    def _bump_2602(self, at: datetime) -> None:
        change: dict[str, Content] = {
            files.GITHUB_DEV: files.pin("26.02"),
            files.GITLAB: files.build_stage("26.02", LTS),
        }
        change |= {files.DOCKERFILE: files.dockerfile("26.02")} | lm_tree.refreshed("25.11", "26.02", LTS)
        self.merge(change, "chore: Update Docker image version to 26.02-py3", at, number=3474)

    def _release(self, at: datetime) -> None:
        """A release branch, and `dev`, which syncs from main at night; one such sync forgets GitLab for six days."""
        self.origin.branch("core_r0.16.0", self.origin.head())
        self.origin.branch("dev", self.origin.head())
        late = {files.GITHUB_LTS: files.pin("25.06")}
        self.origin.commit(late, "ci: Release on the older LTS", at + timedelta(hours=2), "core_r0.16.0")
        both = {files.GITLAB: files.build_stage("26.02", "25.06")}
        self.origin.commit(both, "ci: GitLab as well", at + timedelta(hours=5), "core_r0.16.0")

    def _forgotten_pin(self, at: datetime) -> None:
        """#4611 bumps GitHub's pin alone, refreshes golden values and marks three tests; #4688 repairs it."""
        change = {files.GITHUB_DEV: files.pin("26.04")} | lm_tree.refreshed("26.02", "26.04", LTS)
        subject = "chore: Update Docker image version to 26.04-py3"
        self.merge(change | lm_tree.mark_change(95), subject, at, "Grace Pin", 4611)
        repair = {files.GITLAB: files.build_stage("26.04", LTS)}
        self.merge(repair, "ci: Set the GitLab image to 26.04 as well", at + WINDOW, "Lin Repair", 4688)
        pins: dict[str, Content] = {files.GITHUB_DEV: files.pin("26.04")}
        self.origin.commit(pins, "Sync main into dev", at + timedelta(days=1), "dev", merge=self.origin.head())
        pins = {files.GITLAB: files.build_stage("26.04", LTS)}
        self.origin.commit(pins, "Sync main into dev, completed", at + timedelta(days=7), "dev")

    def _marks(self) -> list[Event]:
        days = sorted({mark.days for mark in MARKS if mark.days != 95})
        return [(day, partial(self._mark, day)) for day in days]

    def _mark(self, days: int, at: datetime) -> None:
        case = next(mark.case for mark in MARKS if mark.days == days)
        self.merge(lm_tree.mark_change(days), f"tests: Take {case} out of the gate", at, "Noor Nightly")

    def _noise(self) -> list[Event]:
        """Everyday commits that touch no pin: few long ago, a couple a day of late."""
        found: list[Event] = []
        drawn, day = random.Random(7), 700.0
        while (day := day - drawn.uniform(0.3, 0.7) * (1 if day < 15 else 4 if day < 180 else 9)) > 0.06:
            found.append((day, self._everyday))
        return found

    def _everyday(self, at: datetime) -> None:
        number = int(at.timestamp()) // 7200
        change: dict[str, Content] = {f"megatron/core/module_{number % 23}.py": f"VERSION = {number}\n"}
        self.merge(change, f"Refactor module {number % 23}", at, ("Ada Bump", "Grace Pin", "Lin Repair")[number % 3])

    def merge(
        self, change: Mapping[str, Content], subject: str, at: datetime, author: str = "Ada Bump", number: int = 0
    ) -> None:
        """One commit on main, as the merge queue leaves it."""
        if not number:
            number, used = 5700 - int((self.now - at) / timedelta(days=1) * 11.44), {one.number for one in self.merges}
            while number in used or number in TAKEN:
                number += 1
        title = f"{subject} (#{number})"
        sha = self.origin.commit(change, title, at, author=author)
        self.merges.append(Merge(sha, number, title, author, at))
