"""Git itself, over HTTP, on both hosts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN, LM, MIRROR, READER_TOKEN, Town
from tests.sandbox.refs import Push
from tests.sandbox_tests.clients import git

pytestmark = pytest.mark.enable_socket


def with_token(url: str, token: str) -> str:
    return url.replace("://", f"://x-access-token:{token}@")


def test_anybody_clones_what_is_public(small_town: Town, tmp_path: Path) -> None:
    git("clone", "--mirror", f"{small_town.sandbox.github_url}/{LM}.git", str(tmp_path / "mirror"))
    assert git("rev-parse", "main", cwd=tmp_path / "mirror").strip() == small_town.repo.origin.head()


def test_a_push_needs_a_token_with_the_right(small_town: Town, tmp_path: Path) -> None:
    url, work = f"{small_town.sandbox.github_url}/{LM}.git", tmp_path / "work"
    git("clone", url, str(work))
    (work / "new").write_text("x")
    git("add", "new", cwd=work)
    git("commit", "-m", "New", cwd=work)
    for remote in (url, with_token(url, READER_TOKEN), with_token(url, "ghp_wrong")):
        with pytest.raises(subprocess.CalledProcessError):
            git("push", remote, "HEAD:refs/heads/new", cwd=work)
    heard: list[object] = []
    small_town.sandbox.world.listeners.append(lambda event, subject: heard.append((event, subject)))
    git("push", with_token(url, BOT_TOKEN), "HEAD:refs/heads/new", cwd=work)
    head = git("rev-parse", "HEAD", cwd=work).strip()
    assert small_town.repo.origin.head("new") == head
    assert heard == [("push", Push(small_town.repo, "new", "0" * 40, head, "bumpboard-bot"))]


def test_a_private_mirror_hides_from_strangers_and_takes_forced_pushes(small_town: Town, tmp_path: Path) -> None:
    url, work = f"{small_town.sandbox.gitlab_url}/{MIRROR}.git", tmp_path / "work"
    with pytest.raises(subprocess.CalledProcessError):
        git("clone", url, str(work))
    git("clone", with_token(url, LAB_TOKEN), str(work))
    git("commit", "--allow-empty", "-m", "one", cwd=work)
    git("push", "origin", "HEAD:refs/heads/pull-request/x", cwd=work)
    git("commit", "--amend", "-m", "two", "--allow-empty", cwd=work)
    git("push", "--force", "origin", "HEAD:refs/heads/pull-request/x", cwd=work)
    assert small_town.project.origin.head("pull-request/x") == git("rev-parse", "HEAD", cwd=work).strip()
