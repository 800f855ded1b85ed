"""Merge requests: for whoever carries a bump on this side."""

from __future__ import annotations

from tests.sandbox import gitstore
from tests.sandbox.gitlab.call import DEVELOPER, Call, refuse, routes
from tests.sandbox.gitlab.projects import show
from tests.sandbox.state.gitlab import MergeRequest
from tests.sandbox.web.message import Response, json_response

BASE = "/projects/{id}/merge_requests"


@routes.get(BASE)
def merge_requests(call: Call) -> Response:
    project, first = call.project(), call.request.first
    found = [
        one
        for one in project.merge_requests.values()
        if first("state", "all") in ("all", one.state)
        and first("source_branch") in ("", one.source)
        and first("target_branch") in ("", one.target)
    ]
    found.sort(key=lambda one: one.iid, reverse=True)
    return call.listed(found, lambda one: show(call).merge_request(project, one))


@routes.get(f"{BASE}/{{iid:int}}")
def merge_request(call: Call) -> Response:
    project = call.project()
    found = project.merge_requests.get(int(call.values["iid"])) or refuse(404, "404 Not found")
    return json_response(show(call).merge_request(project, found))


@routes.post(BASE)
def create(call: Call) -> Response:
    project = call.project(DEVELOPER)
    source, target, title = call.text("source_branch"), call.text("target_branch"), call.text("title")
    heads, now = gitstore.heads(project.origin), call.world.now()
    if source not in heads or target not in heads:
        refuse(400, {"base": ["Source or target branch does not exist"]})
    for one in project.merge_requests.values():
        if one.state == "opened" and (one.source, one.target) == (source, target):
            refuse(409, [f"Another open merge request already exists for this source branch: !{one.iid}"])
    number = len(project.merge_requests) + 1
    text = call.given("description") or ""
    made = MergeRequest(call.world.id("merge-request"), number, title, text, source, target, call.who, now, now)
    labels = call.given("labels") or []
    made.labels = labels.split(",") if isinstance(labels, str) else list(labels)
    project.merge_requests[number] = made
    return json_response(show(call).merge_request(project, made), 201)


@routes.put(f"{BASE}/{{iid:int}}")
def update(call: Call) -> Response:
    project = call.project(DEVELOPER)
    found = project.merge_requests.get(int(call.values["iid"])) or refuse(404, "404 Not found")
    found.title = call.given("title") or found.title
    found.description = call.given("description") or found.description
    event = call.given("state_event")
    if event in ("close", "reopen"):
        found.state = "closed" if event == "close" else "opened"
    found.updated_at = call.world.now()
    return json_response(show(call).merge_request(project, found))
