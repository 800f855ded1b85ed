"""Commits of a project: read, compared, made with several actions at once, their statuses."""

from __future__ import annotations

import base64
from datetime import datetime

import pygit2

from tests.origins.origin import Content
from tests.sandbox import gitstore, refs
from tests.sandbox.gitlab.call import DEVELOPER, REPORTER, Call, refuse, routes
from tests.sandbox.gitlab.projects import show
from tests.sandbox.state.gitlab import LabStatus, Project
from tests.sandbox.web.message import Json, Response, json_response

BASE = "/projects/{id}/repository"
STATES = ("pending", "running", "success", "failed", "canceled", "skipped")


@routes.get(f"{BASE}/commits")
def commits(call: Call) -> Response:
    project, first = call.project(), call.request.first
    start = gitstore.resolve(project.origin, first("ref_name") or project.default_branch)
    if start is None:
        refuse(404, "404 Commit Not Found")
    found = gitstore.log(project.origin, str(start.id), first("path"))
    if since := first("since"):
        found = [one for one in found if gitstore.at(one.committer) >= datetime.fromisoformat(since)]
    return call.listed(found, lambda one: show(call).commit(project, one))


@routes.get(f"{BASE}/commits/{{sha}}")
def commit(call: Call) -> Response:
    project = call.project()
    found = _resolved(call, project)
    last = max((p for p in project.pipelines.values() if p.sha == str(found.id)), key=lambda p: p.id, default=None)
    more = {"last_pipeline": show(call).pipeline(last) if last else None, "status": last.status if last else None}
    return json_response(show(call).commit(project, found) | more)


@routes.post(f"{BASE}/commits")
def create(call: Call) -> Response:
    """One commit of all `actions`, or none of them."""
    project = call.project(DEVELOPER)
    branch, message = call.text("branch"), call.text("commit_message")
    heads = gitstore.heads(project.origin)
    if branch in project.protected:
        refuse(403, "You are not allowed to push into this branch")
    start = call.given("start_sha") or heads.get(call.given("start_branch") or branch)
    if start is None:
        refuse(400, "You can only create or edit files when you are on a branch")
    if branch in heads and (call.given("start_branch") or call.given("start_sha")) and not call.given("force"):
        refuse(400, f"A branch called '{branch}' already exists. Switch to that branch in order to make changes")
    tree = project.origin.repo[start].peel(pygit2.Tree)
    files: dict[str, Content] = {}
    for action in call.given("actions") or []:
        files |= _planned(action, tree)
    project.origin.branch(branch, start)
    author = call.world.gitlab_people.user(call.who).name or call.who
    sha = project.origin.commit(files, message, call.world.now(), branch, author)
    refs.notice(call.world, project, call.who)
    return json_response(show(call).commit(project, project.origin.repo[sha].peel(pygit2.Commit)), 201)


@routes.get(f"{BASE}/compare")
def compare(call: Call) -> Response:
    """Commits of `to` that `from` lacks."""
    project, first = call.project(), call.request.first
    old, new = gitstore.resolve(project.origin, first("from")), gitstore.resolve(project.origin, first("to"))
    if old is None or new is None:
        refuse(404, "404 Ref Not Found")
    found = [show(call).commit(project, one) for one in gitstore.between(project.origin, str(old.id), str(new.id))]
    base = gitstore.merge_base(project.origin, str(old.id), str(new.id))
    diffs = [_diff(one) for one in gitstore.changes(project.origin, base, str(new.id))]
    last = found[-1] if found else None
    more = {"compare_timeout": False, "compare_same_ref": old.id == new.id}
    return json_response({"commit": last, "commits": found, "diffs": diffs} | more)


@routes.get(f"{BASE}/commits/{{sha}}/statuses")
def statuses(call: Call) -> Response:
    project = call.project()
    sha = str(_resolved(call, project).id)
    return call.listed(project.statuses.get(sha, []), lambda one: show(call).status(sha, "main", one))


@routes.post("/projects/{id}/statuses/{sha}")
def create_status(call: Call) -> Response:
    project = call.project(DEVELOPER)
    sha, state = str(_resolved(call, project).id), call.text("state")
    if state not in STATES:
        refuse(400, {"state": ["does not have a valid value"]})
    name = call.given("name") or call.given("context") or "default"
    texts = (call.given("description") or "", call.given("target_url") or "")
    made = LabStatus(call.world.id("lab-status"), name, state, *texts, call.who, call.world.now())
    kept = [one for one in project.statuses.get(sha, []) if one.name != name]
    project.statuses[sha] = [*kept, made]
    return json_response(show(call).status(sha, call.given("ref") or "main", made), 201)


@routes.get(f"{BASE}/files/{{path}}/raw")
def raw_file(call: Call) -> Response:
    project = call.project(REPORTER)
    commit = gitstore.resolve(project.origin, call.request.first("ref") or project.default_branch)
    path = call.values["path"]
    if commit is None or path not in commit.tree:
        refuse(404, "404 File Not Found")
    return Response(200, commit.tree[path].peel(pygit2.Blob).data, {"Content-Type": "text/plain"})


def _planned(action: Json, tree: pygit2.Tree) -> dict[str, Content]:
    path, kind = str(action.get("file_path", "")), action.get("action")
    if kind == "create" and path in tree:
        refuse(400, "A file with this name already exists")
    if kind in ("update", "delete", "move") and (action.get("previous_path") or path) not in tree:
        refuse(400, "A file with this name doesn't exist")
    if kind == "delete":
        return {path: None}
    if kind not in ("create", "update", "move"):
        refuse(400, "actions[action] does not have a valid value")
    text = str(action.get("content", ""))
    content = base64.b64decode(text) if action.get("encoding") == "base64" else text.encode()
    old: dict[str, Content] = {str(action["previous_path"]): None} if kind == "move" else {}
    return old | {path: content}


def _resolved(call: Call, project: Project) -> pygit2.Commit:
    return gitstore.resolve(project.origin, call.values["sha"]) or refuse(404, "404 Commit Not Found")


def _diff(one: gitstore.FileChange) -> Json:
    flags = {"new_file": one.status == "added", "deleted_file": one.status == "removed"}
    return {"old_path": one.old_path, "new_path": one.path, "diff": one.patch} | flags
