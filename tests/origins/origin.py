"""A bare repository that tests and the demo commit to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pygit2
from pygit2.enums import FileMode


@dataclass(frozen=True, slots=True)
class Gitlink:
    """A submodule's commit."""

    sha: str


Content = str | bytes | Gitlink | None


class Origin:
    """Commits go straight to a branch; None as content removes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.repo = pygit2.init_repository(str(path), bare=True, initial_head="main")

    @property
    def url(self) -> str:
        return str(self.path)

    def head(self, branch: str = "main") -> str:
        return str(self.repo.references[f"refs/heads/{branch}"].target)

    def commit(
        self,
        files: Mapping[str, Content],
        subject: str,
        at: datetime,
        branch: str = "main",
        author: str = "Ada Bump",
        merge: str | None = None,
    ) -> str:
        """Commit to `branch` (made from nothing where it does not exist); `merge` is a second parent."""
        ref = f"refs/heads/{branch}"
        parent = self.repo.references[ref].target if ref in self.repo.references else None
        index = pygit2.Index()
        if parent is not None:
            index.read_tree(self.repo[parent].tree)
        for path, content in files.items():
            self._put(index, path, content)
        who = pygit2.Signature(author, "ada@example.org", int(at.timestamp()), 0)
        parents = [sha for sha in (parent, pygit2.Oid(hex=merge) if merge else None) if sha is not None]
        return str(self.repo.create_commit(ref, who, who, subject, index.write_tree(self.repo), parents))

    def branch(self, name: str, at: str) -> None:
        """Create the branch at a commit, or force it there."""
        self.repo.references.create(f"refs/heads/{name}", pygit2.Oid(hex=at), force=True)

    def delete(self, name: str) -> None:
        self.repo.references.delete(f"refs/heads/{name}")

    def file(self, path: str, branch: str = "main") -> str:
        blob = self.repo[self.head(branch)].peel(pygit2.Commit).tree[path]
        return blob.peel(pygit2.Blob).data.decode()

    def _put(self, index: pygit2.Index, path: str, content: Content) -> None:
        if content is None:
            index.remove(path)
        elif isinstance(content, Gitlink):
            index.add(pygit2.IndexEntry(path, pygit2.Oid(hex=content.sha), FileMode.COMMIT))
        else:
            data = content.encode() if isinstance(content, str) else content
            index.add(pygit2.IndexEntry(path, self.repo.create_blob(data), FileMode.BLOB))
