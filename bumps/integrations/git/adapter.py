"""GitHistory over a bare repository, read in-process by pygit2. The git command moves objects: see transfer.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType, RepositoryOpenFlag

from bumps.integrations.git import transfer
from bumps.integrations.git.diff import PathDiff
from bumps.integrations.git.translate import commit_of, entry_of, files_below, staged_entry_of
from bumps.ports import Commit, NotFound, PathChange, Progress, Refused, TreeEntry

# A checkout in a container often belongs to another user. Nothing of its configuration is ever run here.
pygit2.settings.owner_validation = False


class GitMirror:
    """One repository on disk: a bare mirror of ours, at exactly that path. `sync` updates it."""

    # Never search upwards: above a damaged mirror lies somebody else's repository.
    _open = RepositoryOpenFlag.NO_SEARCH

    def __init__(self, path: Path, credentials: Mapping[str, str] | None = None) -> None:
        """`credentials`: host url to token, handed to git through its environment only."""
        self.path = path
        self._credentials = credentials or {}

    @cached_property
    def _repo(self) -> pygit2.Repository:
        try:
            return pygit2.Repository(str(self.path), self._open)
        except pygit2.GitError as error:
            raise NotFound(f"{self.path} is not a git repository") from error

    def sync(self, url: str, progress: Progress) -> None:
        """Clone or fetch. Raises Unreachable or Refused; a clone that breaks half-way leaves nothing behind."""
        transfer.sync(self.path, url, progress, self._credentials)
        self.__dict__.pop("_repo", None)  # packs and refs changed under libgit2

    def fetch(self, url: str, refs: Sequence[str]) -> None:
        """Bring those refs (full names) into the mirror. Raises Unreachable, Refused, or NotFound for a missing one."""
        transfer.fetch(self.path, url, refs, self._credentials)
        self.__dict__.pop("_repo", None)

    def heads(self) -> dict[str, str]:
        """Branch name to sha; empty when there is no mirror yet. Bytes that are not UTF-8 stand as `\\xff`."""
        if not self.path.exists():
            return {}
        return {name.decode("utf-8", "backslashreplace"): sha for sha, name in transfer.heads(self.path)}

    def resolve(self, ref: str) -> str:
        """The full sha of a branch, tag or abbreviated sha. Raises NotFound."""
        try:
            return str(self._repo.revparse_single(ref).peel(pygit2.Commit).id)
        except (KeyError, ValueError, pygit2.GitError) as error:
            raise NotFound(f"{self.path} has no commit {ref!r}") from error

    def first_parents(self, tip: str, stop: Mapping[str, int] | frozenset[str]) -> tuple[list[str], str | None]:
        """Shas from `tip` (newest first) up to the first in `stop`, and that one, or None at the root."""
        shas: list[str] = []
        commit = self._object(tip)
        while True:
            sha = str(commit.id)
            if sha in stop:
                return shas, sha
            shas.append(sha)
            parents = commit.parent_ids
            if not parents:
                return shas, None
            commit = self._object(parents[0])

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits. Raises NotFound."""
        found = self._repo.merge_base(self._object(one).id, self._object(other).id)
        return str(found) if found else None

    def files(self, sha: str, folder: str) -> dict[str, TreeEntry]:
        """Every file below `folder`, by its full path."""
        tree = self._object(sha).tree
        if folder not in tree or not isinstance(found := tree[folder], pygit2.Tree):
            return {}
        return dict(files_below(found, folder))

    def path_changes(
        self, shas: Sequence[str], base: str | None, paths: Sequence[str], start: int
    ) -> Iterator[PathChange]:
        """The commits of `shas` (oldest first) that change one of `paths`, counted from `start`."""
        diff = PathDiff(self._repo, paths, self._object(base).tree if base else None)
        for position, sha in enumerate(shas, start):
            commit = self._object(sha)
            if changed := diff.step(commit):
                yield PathChange(position, commit_of(commit), changed)

    def entries(self, sha: str, paths: Sequence[str]) -> dict[str, TreeEntry | None]:
        """What stands at each path in that commit."""
        tree = self._object(sha).tree
        return {path: entry_of(tree[path]) if path in tree else None for path in paths}

    def staged(self, paths: Sequence[str]) -> dict[str, TreeEntry | None]:
        """What stands at each path in the index of a checkout: the commit about to be made."""
        index = self._repo.index
        found: dict[str, TreeEntry | None] = dict.fromkeys(paths)
        for path in paths:
            if path in index:
                found[path] = staged_entry_of(index[path])
        return found

    def commit(self, sha: str) -> Commit:
        """One commit. Raises NotFound."""
        return commit_of(self._object(sha))

    def blob(self, oid: str, limit: int) -> bytes:
        """A file's bytes; its size is looked at before it is loaded. Raises Refused over `limit`."""
        key = pygit2.Oid(hex=oid)
        kind, size = self._header(key)
        if kind is not ObjectType.BLOB:
            raise NotFound(f"{oid} is not a file")
        if size > limit:
            raise Refused(f"{size / 1e6:.1f} MB, more than the {limit / 1e6:.0f} MB that are read of a file")
        return self._repo.read(key)[1]

    def search(self, sha: str, needle: str) -> list[str]:
        """Paths of text files that contain the literal `needle`."""
        return transfer.grep(self.path, sha, needle)

    def _header(self, key: pygit2.Oid) -> tuple[ObjectType, int]:
        try:
            kind, size = self._repo.odb.read_header(key)
        except KeyError as error:
            raise NotFound(f"{self.path} has no object {key}") from error
        return ObjectType(kind), size

    def _object(self, sha: str | pygit2.Oid) -> pygit2.Commit:
        found: object = self._repo.get(sha)
        if not isinstance(found, pygit2.Commit):
            raise NotFound(f"{self.path} has no commit {sha}")
        return found


class Checkout(GitMirror):
    """Any repository on disk, read only: `path` may be a folder somewhere inside a checkout."""

    _open = RepositoryOpenFlag(0)
