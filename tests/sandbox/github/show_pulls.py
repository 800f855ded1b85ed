"""Pull requests as GitHub's JSON shows them: short in lists, long alone."""

from __future__ import annotations

from pygit2 import Commit

from tests.sandbox import gitstore
from tests.sandbox.github.face import Face, node_id, stamp
from tests.sandbox.github.show_issues import labels
from tests.sandbox.state.github import Issue, Pull, Repo
from tests.sandbox.web.message import Json


def pull_simple(face: Face, repo: Repo, issue: Issue, pull: Pull) -> Json:
    api, page = face.repo_api(repo), f"{face.repo_web(repo)}/pull/{pull.number}"
    url = f"{api}/pulls/{pull.number}"
    links = {
        "self": url,
        "html": page,
        "issue": f"{api}/issues/{pull.number}",
        "comments": f"{api}/issues/{pull.number}/comments",
        "review_comments": f"{url}/comments",
        "review_comment": f"{api}/pulls/comments{{/number}}",
        "commits": f"{url}/commits",
        "statuses": f"{api}/statuses/{pull.head_sha}",
    }
    return {
        "url": url,
        "id": issue.id,
        "node_id": node_id("PullRequest", issue.id),
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        **{f"{name}_url": link for name, link in links.items() if name not in ("self", "html")},
        "number": pull.number,
        "state": issue.state,
        "locked": False,
        "title": issue.title,
        "user": face.user(issue.author),
        "body": issue.body or None,
        "labels": labels(face, repo, issue),
        "milestone": None,
        "active_lock_reason": None,
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.updated_at),
        "closed_at": stamp(issue.closed_at),
        "merged_at": stamp(pull.merged_at),
        "merge_commit_sha": pull.merge_sha,
        "assignee": face.user(issue.assignees[0]) if issue.assignees else None,
        "assignees": [face.user(login) for login in issue.assignees],
        "requested_reviewers": [],
        "requested_teams": [],
        "head": _side(face, pull.head_repo, pull.head, pull.head_sha),
        "base": _side(face, repo, pull.base, pull.base_sha),
        "_links": {name: {"href": link} for name, link in links.items()},
        "author_association": face.association(repo, issue.author),
        "auto_merge": None,
        "draft": pull.draft,
    }


def pull_full(face: Face, repo: Repo, issue: Issue, pull: Pull) -> Json:
    changed = changes(repo, pull)
    mergeable = None if issue.state == "closed" else pull.merge_sha is not None
    state = "unknown" if mergeable is None else "draft" if pull.draft else "blocked" if mergeable else "dirty"
    return {
        **pull_simple(face, repo, issue, pull),
        "merged": pull.merged_at is not None,
        "mergeable": mergeable,
        "rebaseable": mergeable,
        "mergeable_state": state,
        "merged_by": face.user(pull.merged_by) if pull.merged_by else None,
        "comments": len(issue.comments),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": len(commits(repo, pull)),
        "additions": sum(one.additions for one in changed),
        "deletions": sum(one.deletions for one in changed),
        "changed_files": len(changed),
    }


def fork_point(repo: Repo, pull: Pull) -> str:
    return gitstore.merge_base(repo.origin, pull.base_sha, pull.head_sha) or pull.base_sha


def changes(repo: Repo, pull: Pull) -> list[gitstore.FileChange]:
    """What the head changes since it left its base."""
    return gitstore.changes(repo.origin, fork_point(repo, pull), pull.head_sha)


def commits(repo: Repo, pull: Pull) -> list[Commit]:
    return gitstore.between(repo.origin, pull.base_sha, pull.head_sha)


def _side(face: Face, repo: Repo | None, ref: str, sha: str) -> Json:
    owner = repo.owner if repo else "ghost"
    shown = face.full_repo(repo, None) if repo else None
    return {"label": f"{owner}:{ref}", "ref": ref, "sha": sha, "user": face.user(owner), "repo": shown}
