"""Refs beyond branches, forks of history, and folders."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bumps.integrations.git.adapter import GitMirror
from bumps.integrations.git.transfer import _alone
from bumps.ports import NotFound
from tests.integrations.git.test_transfer import Heard
from tests.origins import Origin

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def mirror(tmp_path: Path, origin: Origin) -> GitMirror:
    origin.commit({"a/b/c.txt": "1", "a/d.txt": "2", "e.txt": "3"}, "Start", START)
    found = GitMirror(tmp_path / "mirror.git")
    found.sync(origin.url, Heard())
    return found


def pull(origin: Origin, number: int) -> str:
    """A pull request's head, on no branch."""
    origin.branch("wip", origin.head())
    sha = origin.commit({"a/d.txt": str(number)}, "Change", START + timedelta(hours=1), "wip")
    origin.repo.references.create(f"refs/pull/{number}/head", sha, force=True)
    origin.delete("wip")
    return sha


def test_the_head_of_a_pull_request_is_fetched_by_its_name(mirror: GitMirror, origin: Origin) -> None:
    sha, other = pull(origin, 7), pull(origin, 8)
    mirror.fetch(origin.url, ["refs/pull/7/head"])
    assert mirror.commit(sha).sha == sha
    with pytest.raises(NotFound):
        mirror.commit(other)
    assert set(mirror.heads()) == {"main"}


def test_a_fetch_of_branches_leaves_it_there(mirror: GitMirror, origin: Origin) -> None:
    sha = pull(origin, 7)
    mirror.fetch(origin.url, ["refs/pull/7/head"])
    mirror.sync(origin.url, Heard())
    assert mirror.commit(sha).sha == sha


def test_a_ref_that_is_not_there_is_not_found(mirror: GitMirror, origin: Origin, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        mirror.fetch(origin.url, ["refs/pull/99/head"])
    with pytest.raises(NotFound):
        GitMirror(tmp_path / "none.git").fetch(origin.url, ["refs/pull/7/head"])


def test_where_two_histories_parted(mirror: GitMirror, origin: Origin) -> None:
    start, sha = origin.head(), pull(origin, 7)
    main = origin.commit({"e.txt": "4"}, "Beside", START + timedelta(hours=2))
    mirror.sync(origin.url, Heard())
    mirror.fetch(origin.url, ["refs/pull/7/head"])
    assert mirror.merge_base(sha, main) == start


def test_every_file_below_a_folder(mirror: GitMirror, origin: Origin) -> None:
    assert set(mirror.files(origin.head(), "a")) == {"a/b/c.txt", "a/d.txt"}
    assert mirror.files(origin.head(), "e.txt") == mirror.files(origin.head(), "nowhere") == {}


def test_a_short_fetch_is_waited_for(mirror: GitMirror, origin: Origin) -> None:
    pull(origin, 7)
    taken = threading.Event()

    def hold() -> None:
        with _alone(mirror.path):
            taken.set()
            time.sleep(0.5)

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(5)
    mirror.fetch(origin.url, ["refs/pull/7/head"])
    holder.join()
