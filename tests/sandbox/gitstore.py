"""Reading a repository's objects as the services show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pygit2
from pygit2 import Commit
from pygit2.enums import DeltaStatus, SortMode

from tests.origins import Origin

HEADS = "refs/heads/"
STATUS = {
    DeltaStatus.ADDED: "added",
    DeltaStatus.DELETED: "removed",
    DeltaStatus.MODIFIED: "modified",
    DeltaStatus.RENAMED: "renamed",
}


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a diff."""

    path: str
    old_path: str
    status: str
    oid: str
    additions: int
    deletions: int
    patch: str


def heads(origin: Origin) -> dict[str, str]:
    """Branch name to full sha."""
    repo = origin.repo
    return {name.removeprefix(HEADS): str(repo.references[name].target) for name in repo.references if HEADS in name}


def resolve(origin: Origin, name: str) -> Commit | None:
    """The commit that a branch, tag, `heads/x` or (short) sha names."""
    for full in (f"refs/heads/{name}", f"refs/tags/{name}", f"refs/{name}", name):
        if full in origin.repo.references:
            return origin.repo.references[full].peel(Commit)
    if len(name) < 7:
        return None
    try:
        found = origin.repo.get(name)
    except ValueError:
        return None
    return found if isinstance(found, Commit) else None


def at(signature: pygit2.Signature) -> datetime:
    return datetime.fromtimestamp(signature.time, UTC)


def log(origin: Origin, start: str, path: str = "", limit: int = 5000) -> list[Commit]:
    """Commits from `start` back, newest first; those that change `path` where one is given."""
    found = []
    for commit in origin.repo.walk(pygit2.Oid(hex=start), SortMode.TOPOLOGICAL | SortMode.TIME):
        if not path or _touches(commit, path):
            found.append(commit)
        if len(found) >= limit:
            break
    return found


def between(origin: Origin, base: str, head: str) -> list[Commit]:
    """Commits of `head` that `base` lacks, oldest first."""
    walker = origin.repo.walk(pygit2.Oid(hex=head), SortMode.TOPOLOGICAL | SortMode.REVERSE)
    walker.hide(pygit2.Oid(hex=base))
    return list(walker)


def merge_base(origin: Origin, one: str, other: str) -> str | None:
    found = origin.repo.merge_base(pygit2.Oid(hex=one), pygit2.Oid(hex=other))
    return str(found) if found else None


def changes(origin: Origin, old: str | None, new: str) -> list[FileChange]:
    """The diff from one commit to another; from nothing where `old` is None."""
    tree = origin.repo[new].peel(pygit2.Tree)
    before = origin.repo[old].peel(pygit2.Tree) if old else None
    diff = before.diff_to_tree(tree) if before else tree.diff_to_tree(swap=True)
    diff.find_similar()
    return [_change(patch) for patch in diff if patch is not None]


def merged_tree(origin: Origin, base: str, head: str) -> str | None:
    """The tree of `head` merged into `base`; None where they conflict."""
    index = origin.repo.merge_commits(pygit2.Oid(hex=base), pygit2.Oid(hex=head))
    return None if index.conflicts is not None else str(index.write_tree(origin.repo))


def _change(patch: pygit2.Patch) -> FileChange:
    delta = patch.delta
    _, additions, deletions = patch.line_stats
    text = patch.text or ""
    hunk = text.find("\n@@")
    status = STATUS.get(delta.status, "changed")
    oid = str(delta.old_file.id if status == "removed" else delta.new_file.id)
    shown = text[hunk + 1 :].rstrip("\n") if hunk >= 0 else ""
    return FileChange(delta.new_file.path, delta.old_file.path, status, oid, additions, deletions, shown)


def _touches(commit: Commit, path: str) -> bool:
    here = _entry(commit, path)
    return all(_entry(parent, path) != here for parent in commit.parents) if commit.parents else here is not None


def _entry(commit: Commit, path: str) -> str | None:
    return str(commit.tree[path].id) if path in commit.tree else None


def commit_tree(
    origin: Origin, branch: str, tree: str, parents: list[str], message: str, author: str, when: datetime
) -> str:
    """Commit a tree that is already there to a branch."""
    who = pygit2.Signature(author, f"{author}@users.noreply.example", int(when.timestamp()), 0)
    oids = [pygit2.Oid(hex=parent) for parent in parents]
    made = origin.repo.create_commit(None, who, who, message, pygit2.Oid(hex=tree), oids)
    origin.repo.references.create(f"{HEADS}{branch}", made, force=True)
    return str(made)
