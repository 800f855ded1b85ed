"""Megatron-Bridge: its image, the Megatron-LM it stands on, its launchers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pygit2

from tests.origins import files
from tests.origins.origin import Content, Gitlink, Origin
from tests.sandbox.ci.github_plan import LAUNCHERS
from tests.sandbox.scenario.catalogue import BRIDGE_LAUNCHERS
from tests.sandbox.scenario.lm import Event, Merge

BUMPS = [
    (400.0, "25.06", 210),
    (330.0, "25.09", 388),
    (257.0, "25.11", 1020),
    (162.0, "26.02", 2051),
    (98.0, "26.04", 3637),
]
TREE_DAYS = 184.0
# Launchers that left the gate: days ago, platform, name.
FLAKY = [(150.0, "h100", "L2_Launch_models_mamba"), (70.0, "gb200", "L1_Launch_models_deepseek_fp8")]
FLAKY += [(30.0, "h100", "L2_Launch_data_energon")]
SPLIT_DAYS, SPLIT = 150.5, timedelta(hours=8, minutes=39, seconds=46)


@dataclass
class BridgeHistory:
    """`lm` are the commits of Megatron-LM that it may stand on, oldest first."""

    origin: Origin
    now: datetime
    lm: list[Merge]
    merges: list[Merge] = field(default_factory=list)

    def build(self) -> None:
        plan: list[Event] = [(days, partial(self._bump, tag, number)) for days, tag, number in BUMPS]
        plan.append((TREE_DAYS, partial(self._commit, launchers(), "ci: Launch scripts by platform")))
        plan += [(days, partial(self._flaky, platform, name)) for days, platform, name in FLAKY]
        plan.append((SPLIT_DAYS, self._split))
        drawn = random.Random(11)
        day = 183.0
        while (day := day - drawn.uniform(0.5, 1.1) * (1 if day < 12 else 3)) > 0.1:
            plan.append((day, self.move_submodule))
        for days, act in sorted(plan, key=lambda item: -item[0]):
            act(self.now - timedelta(days=days))

    def move_submodule(self, at: datetime) -> str:
        """Megatron-LM's main as of that time."""
        target = next((merge.sha for merge in reversed(self.lm) if merge.at <= at), self.lm[0].sha)
        change: dict[str, Content] = {files.SUBMODULE: Gitlink(target), files.MAIN_COMMIT: target + "\n"}
        if not self.merges or files.DEV_COMMIT not in _paths(self.origin):
            change[files.DEV_COMMIT] = self.lm[0].sha + "\n"
        if _file(self.origin, files.MAIN_COMMIT) == target + "\n":
            change = {f"src/megatron/bridge/part_{int(at.timestamp()) % 17}.py": f"# {at:%Y-%m-%d %H:%M}\n"}
        return self._commit(change, f"chore: move Megatron-LM to {target[:7]}", at, "Bridge Mover")

    def _split(self, at: datetime) -> None:
        """The gitlink moves without its two files for most of a day."""
        target = self.lm[-40].sha
        self._commit({files.SUBMODULE: Gitlink(target)}, "chore: try a newer Megatron-LM", at, "Bridge Mover")
        self._commit({files.MAIN_COMMIT: target + "\n"}, "chore: say so in .main.commit", at + SPLIT, "Lin Repair")

    def _bump(self, tag: str, number: int, at: datetime) -> None:
        change: dict[str, Content] = {files.BRIDGE_DOCKERFILE: files.dockerfile(tag, "BASE_IMAGE")}
        if tag == "25.09":
            change[".github/workflows/cicd-main.yml"] = files.bridge_workflow(tag)
        self._commit(change, f"[build] chore: bump base image to pytorch:{tag}-py3", at, number=number)

    def _flaky(self, platform: str, name: str, at: datetime) -> None:
        old, new = (f"{LAUNCHERS}/{platform}/{folder}/{name}.sh" for folder in ("active", "flaky"))
        self._commit({old: None, new: _script(name)}, f"ci: {name} is flaky", at, "Noor Nightly")

    def _commit(
        self, change: dict[str, Content], subject: str, at: datetime, author: str = "Ada Bump", number: int = 0
    ) -> str:
        number = number or 4100 - int((self.now - at) / timedelta(hours=3))
        title = f"{subject} (#{number})"
        sha = self.origin.commit(change, title, at, author=author)
        self.merges.append(Merge(sha, number, title, author, at))
        return sha


def launchers() -> dict[str, Content]:
    return {
        f"{LAUNCHERS}/{platform}/active/{name}.sh": _script(name)
        for platform, names in BRIDGE_LAUNCHERS.items()
        for name in names
    }


def _script(name: str) -> str:
    return f"#!/bin/bash\nset -xeuo pipefail\nuv run python -m pytest tests/functional_tests/{name.split('_', 2)[-1]}\n"


def _paths(origin: Origin) -> set[str]:
    return {item.name or "" for item in origin.repo[origin.head()].peel(pygit2.Commit).tree}


def _file(origin: Origin, path: str) -> str:
    return origin.file(path) if path in _paths(origin) else ""
