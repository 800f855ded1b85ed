"""Commits, refs and diffs as GitHub's JSON shows them."""

from __future__ import annotations

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.github.face import Face, node_id, stamp
from tests.sandbox.gitstore import FileChange
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json


def signature(who: pygit2.Signature) -> Json:
    return {"name": who.name, "email": who.email, "date": stamp(gitstore.at(who))}


def verification() -> Json:
    return {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}


def git_commit(face: Face, repo: Repo, commit: pygit2.Commit) -> Json:
    api, web, sha = face.repo_api(repo), face.repo_web(repo), str(commit.id)
    parents = [str(parent) for parent in commit.parent_ids]
    return {
        "sha": sha,
        "node_id": node_id("Commit", sha),
        "url": f"{api}/git/commits/{sha}",
        "html_url": f"{web}/commit/{sha}",
        "author": signature(commit.author),
        "committer": signature(commit.committer),
        "tree": {"sha": str(commit.tree_id), "url": f"{api}/git/trees/{commit.tree_id}"},
        "message": commit.message,
        "parents": [
            {"sha": one, "url": f"{api}/git/commits/{one}", "html_url": f"{web}/commit/{one}"} for one in parents
        ],
        "verification": verification(),
    }


def commit(face: Face, repo: Repo, commit: pygit2.Commit) -> Json:
    """A commit of the repos API; its author is a user only where the address is a user's."""
    api, web, sha = face.repo_api(repo), face.repo_web(repo), str(commit.id)
    author, committer = _login(face, commit.author), _login(face, commit.committer)
    return {
        "sha": sha,
        "node_id": node_id("Commit", sha),
        "commit": {
            "author": signature(commit.author),
            "committer": signature(commit.committer),
            "message": commit.message,
            "tree": {"sha": str(commit.tree_id), "url": f"{api}/git/trees/{commit.tree_id}"},
            "url": f"{api}/git/commits/{sha}",
            "comment_count": 0,
            "verification": verification(),
        },
        "url": f"{api}/commits/{sha}",
        "html_url": f"{web}/commit/{sha}",
        "comments_url": f"{api}/commits/{sha}/comments",
        "author": face.user(author) if author else None,
        "committer": face.user(committer) if committer else None,
        "parents": [
            {"sha": str(one), "url": f"{api}/commits/{one}", "html_url": f"{web}/commit/{one}"}
            for one in commit.parent_ids
        ],
    }


def simple_commit(commit: pygit2.Commit) -> Json:
    """As it stands in a run."""
    return {
        "id": str(commit.id),
        "tree_id": str(commit.tree_id),
        "message": commit.message,
        "timestamp": stamp(gitstore.at(commit.committer)),
        "author": {"name": commit.author.name, "email": commit.author.email},
        "committer": {"name": commit.committer.name, "email": commit.committer.email},
    }


def full_commit(face: Face, repo: Repo, shown: pygit2.Commit) -> Json:
    """With what it changed."""
    parent = str(shown.parent_ids[0]) if shown.parent_ids else None
    changed = gitstore.changes(repo.origin, parent, str(shown.id))
    added, removed = sum(one.additions for one in changed), sum(one.deletions for one in changed)
    return {
        **commit(face, repo, shown),
        "stats": {"total": added + removed, "additions": added, "deletions": removed},
        "files": [file(face, repo, str(shown.id), one) for one in changed[:300]],
    }


def file(face: Face, repo: Repo, sha: str, change: FileChange) -> Json:
    api, web = face.repo_api(repo), face.repo_web(repo)
    return {
        "sha": change.oid,
        "filename": change.path,
        "status": change.status,
        "additions": change.additions,
        "deletions": change.deletions,
        "changes": change.additions + change.deletions,
        "blob_url": f"{web}/blob/{sha}/{change.path}",
        "raw_url": f"{web}/raw/{sha}/{change.path}",
        "contents_url": f"{api}/contents/{change.path}?ref={sha}",
        **({"patch": change.patch} if change.patch else {}),
        **({"previous_filename": change.old_path} if change.status == "renamed" else {}),
    }


def ref(face: Face, repo: Repo, name: str, sha: str) -> Json:
    """`name` in full: refs/heads/main."""
    return {
        "ref": name,
        "node_id": node_id("Ref", name),
        "url": f"{face.repo_api(repo)}/git/{name}",
        "object": {"sha": sha, "type": "commit", "url": f"{face.repo_api(repo)}/git/commits/{sha}"},
    }


def _login(face: Face, who: pygit2.Signature) -> str | None:
    people = face.world.github_people.users.values()
    return next((user.login for user in people if who.email == user.email or who.name in (user.name, user.login)), None)
