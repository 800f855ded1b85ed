from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pygit2
import pytest
from pygit2.enums import FileMode

from bumps.integrations.git.adapter import GitMirror
from bumps.ports import NotFound, Refused
from tests.origins import Gitlink, Origin
from tests.origins.megatron import sha

AT = datetime(2026, 5, 7, 16, 23, tzinfo=UTC)


@pytest.fixture
def mirror(origin: Origin) -> GitMirror:
    return GitMirror(origin.path)


def test_first_parents_go_back_to_the_root_or_to_a_known_commit(origin: Origin, mirror: GitMirror) -> None:
    shas = [origin.commit({"a": str(number)}, "x", AT) for number in range(4)]
    assert mirror.first_parents(shas[3], frozenset()) == (shas[::-1], None)
    assert mirror.first_parents(shas[3], frozenset([shas[1]])) == ([shas[3], shas[2]], shas[1])
    assert mirror.first_parents(shas[1], frozenset([shas[1]])) == ([], shas[1])


def test_second_parents_are_not_followed(origin: Origin, mirror: GitMirror) -> None:
    root = origin.commit({"a": "0"}, "x", AT)
    origin.branch("side", root)
    side = origin.commit({"b": "1"}, "side", AT, "side")
    merge = origin.commit({"b": "1"}, "merge", AT, merge=side)
    assert mirror.first_parents(merge, frozenset())[0] == [merge, root]


def test_only_commits_that_change_a_watched_path_are_told(origin: Origin, mirror: GitMirror) -> None:
    first = origin.commit({"docker/pin": "1", "src/x": "1"}, "one", AT)
    second = origin.commit({"src/x": "2"}, "two", AT)
    third = origin.commit({"docker/pin": "2", "docker/other": "2"}, "three", AT)
    fourth = origin.commit({"docker/pin": None}, "four", AT)
    changes = list(mirror.path_changes([first, second, third, fourth], None, ["docker/pin", "never/there"], 1))
    assert [(change.position, change.commit.subject) for change in changes] == [(1, "one"), (3, "three"), (4, "four")]
    entries = [change.entries["docker/pin"] for change in changes]
    assert [mirror.blob(entry.oid, 10) for entry in entries if entry] == [b"1", b"2"]
    assert entries[-1] is None


def test_changes_are_told_against_the_base(origin: Origin, mirror: GitMirror) -> None:
    base = origin.commit({"docker/pin": "1"}, "base", AT)
    next_one = origin.commit({"docker/pin": "2"}, "next", AT)
    (change,) = mirror.path_changes([next_one], base, ["docker/pin"], 7)
    assert change.position == 7
    assert list(mirror.path_changes([base], base, ["docker/pin"], 1)) == []


def test_a_folder_that_becomes_a_file_is_a_change_of_what_was_below(origin: Origin, mirror: GitMirror) -> None:
    first = origin.commit({"docker/pin": "1"}, "folder", AT)
    origin.commit({"docker/pin": None}, "gone", AT)
    second = origin.commit({"docker": "a file now"}, "file", AT)
    (change,) = mirror.path_changes([second], first, ["docker/pin"], 1)
    assert change.entries == {"docker/pin": None}


def test_a_submodule_is_a_gitlink_and_a_link_holds_no_pin(origin: Origin, mirror: GitMirror) -> None:
    head = origin.commit({"3rdparty/lm": Gitlink(sha("lm")), "folder/file": "x"}, "x", AT)
    index = pygit2.Index()
    index.read_tree(origin.repo[head].tree)
    index.add(pygit2.IndexEntry("link", origin.repo.create_blob(b"target"), FileMode.LINK))
    who = pygit2.Signature("A", "a@example.org", 0, 0)
    head = str(origin.repo.create_commit("refs/heads/main", who, who, "l", index.write_tree(origin.repo), [head]))
    found = mirror.entries(head, ["3rdparty/lm", "folder", "link", "folder/file", "nowhere"])
    kinds = {path: entry.kind if entry else None for path, entry in found.items()}
    assert kinds == {
        "3rdparty/lm": "gitlink",
        "folder": "other",
        "link": "other",
        "folder/file": "file",
        "nowhere": None,
    }


def test_a_blob_over_the_limit_is_refused_unread(origin: Origin, mirror: GitMirror) -> None:
    head = origin.commit({"big": b"x" * 3_000_000}, "big", AT)
    entry = mirror.entries(head, ["big"])["big"]
    assert entry is not None
    with pytest.raises(Refused, match=r"3\.0 MB, more than the 1 MB"):
        mirror.blob(entry.oid, 1_000_000)


def test_bytes_that_are_not_text_and_absurd_times_do_no_harm(origin: Origin, mirror: GitMirror) -> None:
    tree = origin.repo.TreeBuilder().write()
    raw = b"tree %s\nauthor \xff\xfe <a@x> 1 +0000\ncommitter C <c@x> 99999999999999 +0000\n\n\xff subject (#1)\n\nbody"
    oid = origin.repo.create_reference(
        "refs/heads/odd", origin.repo.write(pygit2.enums.ObjectType.COMMIT, raw % str(tree).encode())
    ).target
    commit = mirror.commit(str(oid))
    assert commit.subject == "� subject (#1)"
    assert commit.committed_at.year <= 9999


def test_what_is_not_there_is_not_found(origin: Origin, mirror: GitMirror, tmp_path: Path) -> None:
    origin.commit({"a": "1"}, "x", AT)
    with pytest.raises(NotFound, match="has no commit"):
        mirror.commit("0" * 40)
    with pytest.raises(NotFound, match="has no commit 'nope'"):
        mirror.resolve("nope")
    with pytest.raises(NotFound, match="is not a git repository"):
        GitMirror(tmp_path).resolve("HEAD")
    assert GitMirror(tmp_path / "nowhere").heads() == {}


def test_files_that_contain_a_text_are_found_by_path(origin: Origin, mirror: GitMirror) -> None:
    head = origin.commit({"a b/ü.sh": "docker run img:1", "x": "img", "bin": b"\0img:1"}, "x", AT)
    assert mirror.search(head, "img:") == ["a b/ü.sh"]
    assert mirror.search(head, "no such text") == []


@pytest.mark.skipif(os.getuid() != 0, reason="changing a file's owner takes root")
def test_a_checkout_of_another_user_can_be_read(origin: Origin, mirror: GitMirror) -> None:
    head = origin.commit({"a": "1"}, "x", AT)
    os.chown(origin.path, 12345, 12345)
    assert GitMirror(origin.path).resolve("main") == head
