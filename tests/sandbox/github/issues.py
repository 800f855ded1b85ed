"""Issues and their comments; a pull request is one too."""

from __future__ import annotations

from tests.sandbox.github import show_issues
from tests.sandbox.github.call import Call, routes
from tests.sandbox.github.labels import ensure, put
from tests.sandbox.refs import PullEvent
from tests.sandbox.said import Said, say
from tests.sandbox.state.github import Issue, Repo
from tests.sandbox.state.people import at_least
from tests.sandbox.web.message import Response, json_response

BASE = "/repos/{owner}/{repo}/issues"


@routes.get(BASE)
def issues(call: Call) -> Response:
    """Newest first; `state`, `labels` (all of them), `creator`, `since`; pull requests are among them."""
    repo, first = call.repo(), call.request.first
    state, since = first("state", "open"), first("since")
    wanted = [name for name in first("labels").split(",") if name]
    found = [
        issue
        for issue in repo.issues.values()
        if state in ("all", issue.state)
        and all(name in issue.labels for name in wanted)
        and first("creator") in ("", issue.author)
        and (not since or issue.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ") >= since)
    ]
    field = "updated_at" if first("sort") == "updated" else "number"
    found.sort(key=lambda issue: (getattr(issue, field), issue.number), reverse=first("direction", "desc") == "desc")
    return call.listed(found, lambda issue: show_issues.issue(call.face, repo, issue))


@routes.post(BASE)
def create(call: Call) -> Response:
    repo = call.repo()
    title, body = call.text("title"), call.request.json()
    issue = call.world.issue(repo, title, call.who, body.get("body") or "")
    # Labels and assignees of somebody without the right are dropped without a word.
    if at_least(repo.permission(call.who), "triage"):
        issue.labels = [ensure(call.world, repo, name).name for name in body.get("labels") or []]
        issue.assignees = [call.world.github_people.user(login).login for login in body.get("assignees") or []]
    call.world.tell("issue", issue)
    return json_response(show_issues.issue(call.face, repo, issue), 201)


@routes.get(f"{BASE}/{{number:int}}")
def issue(call: Call) -> Response:
    repo = call.repo()
    return json_response(show_issues.issue(call.face, repo, call.issue(repo)))


@routes.patch(f"{BASE}/{{number:int}}")
def update(call: Call) -> Response:
    repo = call.repo("triage")
    found, body = call.issue(repo), call.request.json()
    found.title, found.body = body.get("title") or found.title, body.get("body", found.body) or ""
    if "labels" in body:
        put(call, repo, found, list(body["labels"]))
    if "assignees" in body:
        found.assignees = [call.world.github_people.user(login).login for login in body["assignees"]]
    if body.get("state") in ("open", "closed"):
        set_state(call, repo, found, body["state"], body.get("state_reason"))
    found.updated_at = call.world.now()
    return json_response(show_issues.issue(call.face, repo, found))


@routes.get(f"{BASE}/{{number:int}}/comments")
def comments(call: Call) -> Response:
    repo = call.repo()
    found = call.issue(repo)
    return call.listed(found.comments, lambda said: show_issues.comment(call.face, repo, found, said))


@routes.post(f"{BASE}/{{number:int}}/comments")
def comment(call: Call) -> Response:
    repo = call.repo()
    found = call.issue(repo)
    said = say(call.world, Said(repo, found, call.who, call.text("body")))
    return json_response(show_issues.comment(call.face, repo, found, said), 201)


def set_state(call: Call, repo: Repo, found: Issue, state: str, reason: str | None = None) -> None:
    """Close or reopen."""
    if state == found.state:
        return
    found.state = "closed" if state == "closed" else "open"
    found.closed_at = call.world.now() if state == "closed" else None
    found.state_reason = None if found.pull else reason or ("completed" if state == "closed" else "reopened")
    if found.pull is not None:
        action = "closed" if state == "closed" else "reopened"
        call.world.tell("pull_request", PullEvent(repo, found, action, call.who))
