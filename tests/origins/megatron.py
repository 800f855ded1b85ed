"""Two repositories with two years of pins, modelled on the facts of the field and ending now."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.origins import files
from tests.origins.origin import Content, Gitlink, Origin

# Days before now, tag, pull request.
LM_BUMPS = [(560, "25.03", 2044), (490, "25.05", 2098), (430, "25.06", 2110), (340, "25.09", 2133)]
LM_LATER_BUMPS = [(250, "25.11", 2923), (190, "26.02", 3474)]
BRIDGE_BUMPS = [
    (400, "25.06", 210),
    (330, "25.09", 388),
    (257, "25.11", 1020),
    (186, "26.02", 2051),
    (98, "26.04", 3637),
]
WINDOW = timedelta(hours=8, minutes=22, seconds=8)


def sha(text: str) -> str:
    """A commit of a repository that is not here."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def both_pins(tag: str) -> dict[str, Content]:
    return {files.GITHUB_DEV: files.pin(tag), files.GITLAB: files.build_stage(tag)}


class MegatronLM:
    """The origin of Megatron-LM: main, dev, three release branches, one forgotten pin in its past."""

    def __init__(self, origin: Origin, now: datetime) -> None:
        self.origin, self.now = origin, now
        self._random = random.Random(7)
        self._last = now - timedelta(days=730)

    def build(self) -> None:
        self._commit({files.GITLAB: files.build_stage("24.10", "24.01")}, "Start", 720)
        for days, tag, number in LM_BUMPS:
            lts = "24.01" if tag < "25.09" else "25.09"
            change: dict[str, Content] = {files.GITLAB: files.build_stage(tag, lts)}
            if tag == "25.09":
                change |= {files.GITHUB_DEV: files.pin(tag), files.GITHUB_LTS: files.pin(lts)}
                change |= {".github/workflows/install-test.yml": files.install_test("25.05")}
            self._commit(change, f"chore: Update Docker image version to {tag}-py3 (#{number})", days)
        self.origin.branch("core_r0.15.0", self.origin.head())
        for days, tag, number in LM_LATER_BUMPS:
            change = both_pins(tag) | {files.DOCKERFILE: files.dockerfile(tag)}
            self._commit(change, f"chore: Update Docker image version to {tag}-py3 (#{number})", days)
        self.origin.branch("core_r0.16.0", self.origin.head())
        self.origin.branch("dev", self.origin.head())
        self._forgotten_pin()
        self._noise(self.now - timedelta(hours=1))
        head = self.origin.head()
        self.origin.commit(both_pins("26.04"), "Nightly sync of main into dev", self.now, "dev", merge=head)

    def _forgotten_pin(self) -> None:
        bumped = self.now - timedelta(days=95, hours=3)
        self._noise(bumped)
        subject = "chore: Update Docker image version to 26.04-py3 (#4611)"
        self.origin.commit({files.GITHUB_DEV: files.pin("26.04")}, subject, bumped, author="Grace Pin")
        repair = "ci: Set the GitLab image to 26.04 as well (#4688)"
        self.origin.commit({files.GITLAB: files.build_stage("26.04")}, repair, bumped + WINDOW, author="Lin Repair")
        self._last = bumped + WINDOW

    def _commit(self, change: Mapping[str, Content], subject: str, days: int) -> None:
        at = self.now - timedelta(days=days)
        self._noise(at)
        self.origin.commit(change, subject, at)

    def _noise(self, until: datetime) -> None:
        """Ordinary commits, a few a week, that touch no pin."""
        at = self._last
        while (at := at + timedelta(hours=self._random.uniform(20, 90))) < until:
            number = int(at.timestamp()) // 7200
            change = {f"megatron/core/module_{number % 23}.py": f"VERSION = {number}\n"}
            self.origin.commit(change, f"Refactor module {number % 23} (#{number % 9000})", at)
        self._last = max(self._last, until)


class MegatronBridge:
    """The origin of Megatron-Bridge: its image and the commit of Megatron-LM it stands on."""

    def __init__(self, origin: Origin, now: datetime) -> None:
        self.origin, self.now = origin, now

    def build(self) -> None:
        for days, tag, number in BRIDGE_BUMPS:
            change: dict[str, Content] = {files.BRIDGE_DOCKERFILE: files.dockerfile(tag, "BASE_IMAGE")}
            if tag == "25.09":
                change[".github/workflows/cicd-main.yml"] = files.bridge_workflow(tag)
            subject = f"[build] chore: bump base image to pytorch:{tag}-py3 (#{number})"
            self.origin.commit(change, subject, self.now - timedelta(days=days))
        for days in range(90, 0, -3):
            self.move_submodule(self.now - timedelta(days=days, hours=2))

    def move_submodule(self, at: datetime) -> None:
        """Megatron-LM's main as of that day."""
        target = sha(f"megatron-lm {at:%Y-%m-%d %H:%M}")
        change: dict[str, Content] = {
            files.SUBMODULE: Gitlink(target),
            files.MAIN_COMMIT: target + "\n",
            files.DEV_COMMIT: sha(f"dev {at:%Y-%m}") + "\n",
        }
        self.origin.commit(change, f"chore: move Megatron-LM to {target[:7]}", at, author="bridge-bot")
