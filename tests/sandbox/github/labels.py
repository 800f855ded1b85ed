"""Labels of a repository and of its issues."""

from __future__ import annotations

from tests.sandbox.github import show_issues
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.refs import PullEvent
from tests.sandbox.state.github import Issue, Label, Repo
from tests.sandbox.web.message import Response, json_response
from tests.sandbox.world import World

BASE = "/repos/{owner}/{repo}"
ON_ISSUE = f"{BASE}/issues/{{number:int}}/labels"


def ensure(world: World, repo: Repo, name: str, color: str = "ededed", description: str = "") -> Label:
    """The label of that name, whatever its case; made where there is none, as naming it on an issue does."""
    for label in repo.labels.values():
        if label.name.lower() == name.lower():
            return label
    return repo.labels.setdefault(name, Label(world.id("label"), name, color, description))


@routes.get(f"{BASE}/labels")
def repository_labels(call: Call) -> Response:
    repo = call.repo()
    return call.listed(list(repo.labels.values()), lambda label: call.face.label(repo, label))


@routes.get(f"{BASE}/labels/{{name}}")
def label(call: Call) -> Response:
    repo = call.repo()
    names = {one.name.lower(): one for one in repo.labels.values()}
    found = names.get(call.values["name"].lower()) or refuse(404, "Not Found")
    return json_response(call.face.label(repo, found))


@routes.post(f"{BASE}/labels")
def create_label(call: Call) -> Response:
    repo, body = call.repo("write"), call.request.json()
    name = call.text("name")
    if any(one.lower() == name.lower() for one in repo.labels):
        invalid("Label", code="already_exists", field="name")
    made = ensure(call.world, repo, name, body.get("color", "ededed"), body.get("description") or "")
    return json_response(call.face.label(repo, made), 201)


@routes.get(ON_ISSUE)
def issue_labels(call: Call) -> Response:
    repo = call.repo()
    issue = call.issue(repo)
    return call.listed([repo.labels[name] for name in issue.labels], lambda one: call.face.label(repo, one))


@routes.post(ON_ISSUE)
def add_labels(call: Call) -> Response:
    repo = call.repo("triage")
    issue = call.issue(repo)
    put(call, repo, issue, [*issue.labels, *_named(call)])
    return json_response(show_issues.labels(call.face, repo, issue))


@routes.put(ON_ISSUE)
def set_labels(call: Call) -> Response:
    repo = call.repo("triage")
    issue = call.issue(repo)
    put(call, repo, issue, _named(call))
    return json_response(show_issues.labels(call.face, repo, issue))


@routes.delete(f"{ON_ISSUE}/{{name}}")
def remove_label(call: Call) -> Response:
    repo = call.repo("triage")
    issue = call.issue(repo)
    kept = [name for name in issue.labels if name.lower() != call.values["name"].lower()]
    if len(kept) == len(issue.labels):
        refuse(404, "Label does not exist")
    put(call, repo, issue, kept)
    return json_response(show_issues.labels(call.face, repo, issue))


def put(call: Call, repo: Repo, issue: Issue, names: list[str]) -> None:
    """Give the issue exactly these labels; unknown ones come into being."""
    before = set(issue.labels)
    issue.labels = list(dict.fromkeys(ensure(call.world, repo, name).name for name in names))
    if set(issue.labels) != before:
        issue.updated_at = call.world.now()
        if issue.pull is not None:
            action = "labeled" if set(issue.labels) - before else "unlabeled"
            call.world.tell("pull_request", PullEvent(repo, issue, action, call.who))


def _named(call: Call) -> list[str]:
    """Both forms are allowed: an object with `labels`, and a bare list."""
    body = call.request.any_json()
    given = body.get("labels", []) if isinstance(body, dict) else body
    if not isinstance(given, list) or not all(isinstance(name, str) and name for name in given):
        invalid("Label", code="invalid", field="name")
    return given
