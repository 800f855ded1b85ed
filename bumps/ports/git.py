"""The content and history of a repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bumps.ports.service import Progress


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, as far as the history of pins needs it. Times are UTC, of the committer."""

    sha: str
    committed_at: datetime
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What stands at a path: a file's blob, a gitlink's commit, or something that can hold no pin."""

    kind: Literal["file", "gitlink", "other"]
    oid: str


@dataclass(frozen=True, slots=True)
class PathChange:
    """The watched paths that one commit changed. A path that is gone maps to None."""

    position: int
    commit: Commit
    entries: Mapping[str, TreeEntry | None]


class GitHistory(Protocol):
    """The content and first-parent history of one repository, from its local mirror."""

    def sync(self, url: str, progress: Progress) -> None:
        """Bring the mirror up to date with `url`. Raises PortError; leaves the mirror whole either way."""

    def fetch(self, url: str, refs: Sequence[str]) -> None:
        """Bring refs outside of `refs/heads/`, by their full names, into the mirror. Raises PortError.

        NotFound when the remote lacks one of them: then none may have come.
        """

    def heads(self) -> dict[str, str]:
        """Branch name to the full sha it points at."""

    def first_parents(self, tip: str, stop: Mapping[str, int] | frozenset[str]) -> tuple[list[str], str | None]:
        """Shas from `tip` back along first parents (newest first), ending before the first one in `stop`.

        Returns the shas and the member of `stop` that was met, or None when the root was reached.
        """

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor; None where there is none. Raises NotFound for an unknown commit."""

    def files(self, sha: str, folder: str) -> dict[str, TreeEntry]:
        """Every file below `folder` in that commit, by its full path; empty where there is no such folder."""

    def path_changes(
        self, shas: Sequence[str], base: str | None, paths: Sequence[str], start: int
    ) -> Iterator[PathChange]:
        """The commits of `shas` (oldest first) that change one of `paths`, compared with the one before.

        The first is compared with `base` (None: with nothing). `start` is the position of the first sha.
        """

    def entries(self, sha: str, paths: Sequence[str]) -> dict[str, TreeEntry | None]:
        """What stands at each path in that commit."""

    def commit(self, sha: str) -> Commit:
        """One commit. Raises NotFound."""

    def blob(self, oid: str, limit: int) -> bytes:
        """A file's bytes. Raises Refused when it is larger than `limit` bytes (it is not loaded then)."""

    def search(self, sha: str, needle: str) -> list[str]:
        """Paths of the text files in that commit that contain the literal `needle`."""
