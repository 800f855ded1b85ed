"""git's objects as values of the ports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pygit2
from pygit2.enums import FileMode

from bumps.ports import Commit, TreeEntry

_KINDS = {FileMode.BLOB: "file", FileMode.BLOB_EXECUTABLE: "file", FileMode.COMMIT: "gitlink"}
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


def commit_of(commit: pygit2.Commit) -> Commit:
    """sha, committer time, author name, first line of the message; bytes that are not UTF-8 are replaced."""
    first_line = commit.raw_message.lstrip().partition(b"\n")[0]
    seconds = min(max(commit.commit_time, 0), _LATEST)  # anyone may write any number into a commit
    return Commit(
        sha=str(commit.id),
        committed_at=datetime.fromtimestamp(seconds, UTC),
        author=_text(commit.author.raw_name),
        subject=_text(first_line),
    )


def entry_of(item: pygit2.Object) -> TreeEntry:
    """A tree's entry; a directory or a symbolic link can hold no pin."""
    kind = _KINDS.get(FileMode(item.filemode) if item.filemode else FileMode.UNREADABLE, "other")
    return TreeEntry(kind, str(item.id))  # type: ignore[arg-type]


def files_below(tree: pygit2.Tree, folder: str) -> Iterator[tuple[str, TreeEntry]]:
    """Path and entry of every file in `tree` and its folders."""
    for item in tree:
        path = f"{folder}/{item.name}"
        if isinstance(item, pygit2.Tree):
            yield from files_below(item, path)
        elif (entry := entry_of(item)).kind == "file":
            yield path, entry


def staged_entry_of(item: pygit2.IndexEntry) -> TreeEntry:
    """The same for an entry of the index."""
    return TreeEntry(_KINDS.get(item.mode, "other"), str(item.id))  # type: ignore[arg-type]


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace").replace("\x00", "�").strip()
