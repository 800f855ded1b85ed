"""Which of a few paths change from one commit to the next, reading no more trees than it must."""

from __future__ import annotations

from collections.abc import Sequence

import pygit2

from bumps.integrations.git.translate import entry_of
from bumps.ports import TreeEntry


class _Node:
    """A directory on the way to a watched path, or the path itself, with the id and mode last seen there."""

    __slots__ = ("children", "path", "seen")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.seen: tuple[pygit2.Oid, int] | None = None
        self.path: str | None = None


class PathDiff:
    """Feed it commits in order; each step tells what that commit changed.

    An unchanged subtree has an unchanged id, so a step costs one commit, its root tree, and only the directories that
    changed on the way to a watched path.
    """

    def __init__(self, repo: pygit2.Repository, paths: Sequence[str], base: pygit2.Tree | None) -> None:
        self._repo = repo
        self._root = _Node()
        for path in paths:
            node = self._root
            for name in path.split("/"):
                node = node.children.setdefault(name, _Node())
            node.path = path
        if base is not None:
            self._root.seen = (base.id, 0)
            _visit(self._root, base, {})

    def step(self, commit: pygit2.Commit) -> dict[str, TreeEntry | None]:
        """Changed path to what stands there now (None: nothing)."""
        if (commit.tree_id, 0) == self._root.seen:
            return {}
        self._root.seen = (commit.tree_id, 0)
        changed: dict[str, TreeEntry | None] = {}
        _visit(self._root, commit.tree, changed)
        return changed


def _visit(node: _Node, tree: pygit2.Tree | None, changed: dict[str, TreeEntry | None]) -> None:
    for name, child in node.children.items():
        item = tree[name] if tree is not None and name in tree else None
        # The mode too: a file that becomes a link keeps its id.
        seen = (item.id, item.filemode) if item is not None else None
        if seen == child.seen:
            continue
        child.seen = seen
        if child.path is not None:
            changed[child.path] = entry_of(item) if item is not None else None
        if child.children:
            _visit(child, item if isinstance(item, pygit2.Tree) else None, changed)
