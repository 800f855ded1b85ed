"""What follows when a ref moved, by whatever way: pull requests get new heads, listeners hear of the push."""

from __future__ import annotations

from dataclasses import dataclass

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.state.github import Issue, Pull, Repo
from tests.sandbox.state.gitlab import Project
from tests.sandbox.world import ZERO, World


@dataclass(frozen=True, slots=True)
class Push:
    """A branch that moved; 40 zeros for before its creation and after its deletion."""

    where: Repo | Project
    branch: str
    before: str
    after: str
    actor: str


@dataclass(frozen=True, slots=True)
class PullEvent:
    repo: Repo
    issue: Issue
    action: str
    actor: str


def notice(world: World, where: Repo | Project, actor: str, *, silent: bool = False) -> list[Push]:
    """Compare the refs with those last seen and let follow what follows."""
    with world.lock:
        now, before = gitstore.heads(where.origin), where.refs
        moved = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
        where.refs = now
        pushes = [Push(where, name, before.get(name, ZERO), now.get(name, ZERO), actor) for name in moved]
        if isinstance(where, Repo) and pushes:
            where.pushed_at = world.now()
            _move_pulls(world, where, pushes, silent=silent)
    if not silent:
        for push in pushes:
            world.tell("push", push)
    return pushes


def _move_pulls(world: World, head_repo: Repo, pushes: list[Push], *, silent: bool) -> None:
    moved = {push.branch: push for push in pushes}
    for repo in world.repos.values():
        for issue, pull in repo.pulls():
            if issue.state != "open":
                continue
            push = moved.get(pull.head) if pull.head_repo is head_repo else None
            if push is not None and push.after == ZERO:
                issue.state, issue.closed_at, issue.updated_at = "closed", world.now(), world.now()
                _tell(world, PullEvent(repo, issue, "closed", push.actor), silent)
            elif push is not None:
                pull.head_sha, issue.updated_at = push.after, world.now()
                write_pull_refs(repo, pull)
                _tell(world, PullEvent(repo, issue, "synchronize", push.actor), silent)
            elif repo is head_repo and pull.base in moved and moved[pull.base].after != ZERO:
                write_pull_refs(repo, pull)


def _tell(world: World, event: PullEvent, silent: bool) -> None:
    if not silent:
        world.tell("pull_request", event)


def write_pull_refs(repo: Repo, pull: Pull) -> None:
    """`refs/pull/N/head`, and `refs/pull/N/merge` while it merges cleanly; a fork's objects are brought over."""
    store = repo.origin.repo
    if pull.head_sha not in store and pull.head_repo is not None:
        bring(pull.head_repo, repo, pull.head)
    _set(store, f"refs/pull/{pull.number}/head", pull.head_sha)
    base = store.references[f"refs/heads/{pull.base}"].target
    merge_ref = f"refs/pull/{pull.number}/merge"
    tree = gitstore.merged_tree(repo.origin, str(base), pull.head_sha)
    if tree is None:
        pull.merge_sha = None
        if merge_ref in store.references:
            store.references.delete(merge_ref)
        return
    who = store[pull.head_sha].peel(pygit2.Commit).committer
    text = f"Merge {pull.head_sha} into {base}"
    parents = [pygit2.Oid(hex=str(base)), pygit2.Oid(hex=pull.head_sha)]
    pull.merge_sha = str(store.create_commit(None, who, who, text, pygit2.Oid(hex=tree), parents))
    _set(store, merge_ref, pull.merge_sha)


def bring(source: Repo | Project, target: Repo | Project, branch: str) -> str:
    """Copy a branch's objects from another repository of this world; returns its head."""
    remote = target.origin.repo.remotes.create_anonymous(str(source.origin.path))
    remote.fetch([f"+refs/heads/{branch}:refs/sandbox/brought"])
    head = str(target.origin.repo.references["refs/sandbox/brought"].target)
    target.origin.repo.references.delete("refs/sandbox/brought")
    return head


def _set(store: pygit2.Repository, ref: str, sha: str) -> None:
    store.references.create(ref, pygit2.Oid(hex=sha), force=True)
