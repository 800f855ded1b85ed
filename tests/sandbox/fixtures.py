"""A small town for tests: one repository and its mirror, three people, tokens. `pytest_plugins` or import it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.origins.origin import Content
from tests.sandbox import refs
from tests.sandbox.server import Sandbox
from tests.sandbox.state.github import Repo
from tests.sandbox.state.gitlab import Project

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
BOT_TOKEN, READER_TOKEN, LAB_TOKEN = "ghp_sandbox_bot", "ghp_sandbox_reader", "glpat-sandbox-bot"
LM, MIRROR, MIRROR_ID = "NVIDIA/Megatron-LM", "ADLR/megatron-lm", 19378


@dataclass(slots=True, repr=False)
class Town:
    """A sandbox with one repository: `bumpboard-bot` may write to it, `reader` may not."""

    sandbox: Sandbox
    repo: Repo
    project: Project

    def commit(
        self, files: dict[str, Content], subject: str = "Change", branch: str = "main", author: str = "ada"
    ) -> str:
        """Commit on GitHub's side as a push would."""
        at = self.sandbox.world.now()
        sha = self.repo.origin.commit(files, subject, at, branch, author)
        refs.notice(self.sandbox.world, self.repo, author)
        return sha

    def mirror(self, branch: str = "main", name: str = "") -> str:
        """Bring GitHub's branch to GitLab, as it is now."""
        sha = refs.bring(self.repo, self.project, branch)
        self.project.origin.branch(name or branch, sha)
        refs.notice(self.sandbox.world, self.project, "mirror-bot")
        return sha


def town(sandbox: Sandbox) -> Town:
    """Fill a sandbox with one repository, its mirror and its people."""
    world = sandbox.world
    repo = world.repo(LM, collaborators={"bumpboard-bot": "write", "ada": "write"})
    project = world.project(MIRROR, MIRROR_ID, members={"bumpboard-bot": 30, "mirror-bot": 40})
    people = world.github_people
    people.token("bumpboard-bot", BOT_TOKEN)
    people.token("reader", READER_TOKEN)
    people.join("NVIDIA", "bumpboard-bot")
    people.join("NVIDIA", "ada")
    world.gitlab_people.token("bumpboard-bot", LAB_TOKEN)
    made = Town(sandbox, repo, project)
    made.commit({"README.md": "# Megatron-LM\n"}, "Start")
    made.mirror()
    return made


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """An empty world whose clock stands at NOW. The test needs `@pytest.mark.enable_socket`."""
    with Sandbox(tmp_path / "sandbox", NOW) as made:
        yield made


@pytest.fixture
def small_town(sandbox: Sandbox) -> Town:
    return town(sandbox)
