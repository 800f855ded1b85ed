from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bumps.integrations.git import transfer
from bumps.integrations.git.adapter import GitMirror
from bumps.ports import NotFound, Unreachable
from tests.origins import Origin

AT = datetime(2026, 5, 7, tzinfo=UTC)


class Heard:
    """A Progress that remembers."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int, int]] = []

    def report(self, message: str, done: int, total: int) -> None:
        self.said.append((message, done, total))


@pytest.fixture
def mirror(tmp_path: Path) -> GitMirror:
    return GitMirror(tmp_path / "mirrors" / "lm.git")


def test_the_first_sync_clones_and_says_how_far_it_is(origin: Origin, mirror: GitMirror) -> None:
    heard = Heard()
    head = origin.commit({str(number): str(number) for number in range(300)}, "many", AT)
    mirror.sync(f"file://{origin.url}", heard)
    assert mirror.heads() == {"main": head}
    assert heard.said[-1] == ("fetching", 100, 100) or max(done for _, done, _ in heard.said) >= 80


def test_later_ones_bring_what_is_new_moved_and_deleted(origin: Origin, mirror: GitMirror) -> None:
    start = origin.commit({"a": "1"}, "x", AT)
    origin.branch("gone", start)
    mirror.sync(origin.url, Heard())
    origin.delete("gone")
    origin.branch("new", start)
    moved = origin.commit({"a": "2"}, "y", AT)
    mirror.sync(origin.url, Heard())
    assert mirror.heads() == {"main": moved, "new": start}
    origin.branch("main", start)
    mirror.sync(origin.url, Heard())
    assert mirror.heads()["main"] == start


def test_a_sync_with_nothing_new_says_nothing(origin: Origin, mirror: GitMirror) -> None:
    origin.commit({"a": "1"}, "x", AT)
    mirror.sync(origin.url, Heard())
    heard = Heard()
    mirror.sync(origin.url, heard)
    assert heard.said == []


def test_a_bundle_file_is_a_remote_too(origin: Origin, mirror: GitMirror, tmp_path: Path) -> None:
    head = origin.commit({"a": "1"}, "x", AT)
    bundle = tmp_path / "lm.bundle"
    subprocess.run(["git", "-C", origin.url, "bundle", "create", "-q", str(bundle), "main"], check=True)
    mirror.sync(str(bundle), Heard())
    assert mirror.heads() == {"main": head}


def test_a_clone_that_broke_half_way_is_never_taken_for_whole(
    origin: Origin, mirror: GitMirror, tmp_path: Path
) -> None:
    origin.commit({"a": "1"}, "x", AT)
    bundle = tmp_path / "cut.bundle"
    subprocess.run(["git", "-C", origin.url, "bundle", "create", "-q", str(bundle), "main"], check=True)
    bundle.write_bytes(bundle.read_bytes()[:-30])
    with pytest.raises(Unreachable):
        mirror.sync(str(bundle), Heard())
    assert not mirror.path.exists()
    mirror.sync(origin.url, Heard())
    assert list(mirror.heads()) == ["main"]


def test_what_a_killed_worker_left_is_thrown_away(origin: Origin, mirror: GitMirror) -> None:
    origin.commit({"a": "1"}, "x", AT)
    partial = mirror.path.with_suffix(".partial")
    (partial / "objects").mkdir(parents=True)
    mirror.sync(origin.url, Heard())
    assert not partial.exists()
    (mirror.path / "packed-refs.lock").touch()
    (mirror.path / "refs" / "heads" / "main.lock").touch()
    moved = origin.commit({"a": "2"}, "y", AT)
    mirror.sync(origin.url, Heard())
    assert mirror.heads() == {"main": moved}


def test_two_fetches_of_one_mirror_do_not_meet(origin: Origin, mirror: GitMirror) -> None:
    origin.commit({"a": "1"}, "x", AT)
    mirror.sync(origin.url, Heard())
    with mirror.path.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Unreachable, match="still running"):
            mirror.sync(origin.url, Heard())


def test_a_remote_that_is_not_there_is_told_apart(mirror: GitMirror, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="does not appear to be a git repository"):
        mirror.sync(str(tmp_path / "nowhere"), Heard())
    with pytest.raises(Unreachable):
        mirror.sync("http://127.0.0.1:9/lm.git", Heard())
    assert not mirror.path.exists()


def test_other_protocols_are_never_run(mirror: GitMirror, tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    with pytest.raises(Unreachable, match="not allowed"):
        mirror.sync(f"ext::sh -c touch% {touched}", Heard())
    assert not touched.exists()


def test_a_token_never_stands_in_the_arguments_of_git(
    origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.commit({"a": "1"}, "x", AT)
    seen = tmp_path / "seen"
    spy = tmp_path / "bin" / "git"
    spy.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    spy.write_text(f'#!/bin/sh\necho "$@" >> {seen}\nexec {real} "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}:{os.environ['PATH']}")
    GitMirror(tmp_path / "m.git", {"https://github.com": "s3cret"}).sync(origin.url, Heard())
    assert "fetch" in seen.read_text()
    assert "s3cret" not in seen.read_text()


def test_a_mirror_that_is_no_repository_never_leads_to_the_one_above_it(origin: Origin, tmp_path: Path) -> None:
    head = origin.commit({"a": "1"}, "x", AT)
    ours = Origin(tmp_path / "ours" / ".git")
    mine = ours.commit({"mine": "1"}, "my work", AT)
    ours.branch("my-feature", mine)
    mirror = GitMirror(tmp_path / "ours" / "var" / "lm.git")
    mirror.path.mkdir(parents=True)
    with pytest.raises(NotFound):
        mirror.resolve("main")
    mirror.sync(origin.url, Heard())
    assert mirror.heads() == {"main": head}
    assert (ours.head("main"), ours.head("my-feature")) == (mine, mine)


@pytest.mark.parametrize("lost", ["HEAD", "objects", "refs"])
def test_a_damaged_mirror_heals_by_itself(origin: Origin, mirror: GitMirror, lost: str) -> None:
    head = origin.commit({"a": "1"}, "x", AT)
    mirror.sync(origin.url, Heard())
    victim = mirror.path / lost
    shutil.rmtree(victim) if victim.is_dir() else victim.unlink()
    mirror.sync(origin.url, Heard())
    assert mirror.heads() == {"main": head}
    assert mirror.commit(head).subject == "x"


@pytest.mark.enable_socket
def test_a_remote_that_is_silent_still_counts_as_being_worked_on(
    mirror: GitMirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_SILENCE_SECONDS", 0.05)
    heard = Heard()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = threading.Timer(0.6, lambda: silent.accept()[0].close())
        answer.start()
        with pytest.raises(Unreachable):
            mirror.sync(f"http://127.0.0.1:{silent.getsockname()[1]}/lm.git", heard)
        answer.join()
    assert len(heard.said) > 3
