"""Issues, comments and statuses as GitHub's JSON shows them."""

from __future__ import annotations

from tests.sandbox.github.face import Face, node_id, stamp
from tests.sandbox.state.github import Comment, Issue, Repo, Status
from tests.sandbox.web.message import Json


def labels(face: Face, repo: Repo, issue: Issue) -> list[Json]:
    return [face.label(repo, repo.labels[name]) for name in issue.labels if name in repo.labels]


def issue(face: Face, repo: Repo, one: Issue) -> Json:
    api, web = face.repo_api(repo), face.repo_web(repo)
    url, pull = f"{api}/issues/{one.number}", one.pull
    page = f"{web}/{'pull' if pull else 'issues'}/{one.number}"
    shown: Json = {
        "id": one.id,
        "node_id": node_id("Issue", one.id),
        "url": url,
        "repository_url": api,
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": page,
        "number": one.number,
        "state": one.state,
        "state_reason": one.state_reason,
        "title": one.title,
        "body": one.body or None,
        "user": face.user(one.author),
        "labels": labels(face, repo, one),
        "assignee": face.user(one.assignees[0]) if one.assignees else None,
        "assignees": [face.user(login) for login in one.assignees],
        "milestone": None,
        "locked": False,
        "active_lock_reason": None,
        "comments": len(one.comments),
        "closed_at": stamp(one.closed_at),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "author_association": face.association(repo, one.author),
        "closed_by": None,
    }
    if pull:
        urls = {"url": f"{api}/pulls/{one.number}", "html_url": page, "diff_url": f"{page}.diff"}
        shown["pull_request"] = {**urls, "patch_url": f"{page}.patch", "merged_at": stamp(pull.merged_at)}
        shown["draft"] = pull.draft
    return shown


def comment(face: Face, repo: Repo, one: Issue, said: Comment) -> Json:
    api, page = face.repo_api(repo), "pull" if one.pull else "issues"
    return {
        "id": said.id,
        "node_id": node_id("IssueComment", said.id),
        "url": f"{api}/issues/comments/{said.id}",
        "html_url": f"{face.repo_web(repo)}/{page}/{one.number}#issuecomment-{said.id}",
        "issue_url": f"{api}/issues/{one.number}",
        "body": said.body,
        "user": face.user(said.author),
        "created_at": stamp(said.created_at),
        "updated_at": stamp(said.created_at),
        "author_association": face.association(repo, said.author),
    }


def simple_status(face: Face, repo: Repo, sha: str, one: Status) -> Json:
    return {
        "id": one.id,
        "node_id": node_id("Status", one.id),
        "url": f"{face.repo_api(repo)}/statuses/{sha}",
        "avatar_url": face.user(one.creator)["avatar_url"],
        "state": one.state,
        "description": one.description or None,
        "target_url": one.target_url or None,
        "context": one.context,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.created_at),
    }


def status(face: Face, repo: Repo, sha: str, one: Status) -> Json:
    return simple_status(face, repo, sha, one) | {"creator": face.user(one.creator)}
