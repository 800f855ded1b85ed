"""Pipelines: listed, started, and the bridges to their children."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.sandbox import gitstore
from tests.sandbox.gitlab.call import DEVELOPER, Call, refuse, routes
from tests.sandbox.gitlab.projects import show
from tests.sandbox.state.gitlab import Pipeline, Project
from tests.sandbox.web.message import Response, json_response
from tests.sandbox.world import World

BASE = "/projects/{id}/pipelines"
ONE = f"{BASE}/{{pipeline:int}}"


@dataclass(frozen=True, slots=True)
class Retry:
    """What is to run again: everything that failed, where `job` is None."""

    pipeline: Pipeline
    job: int | None
    actor: str


@routes.get(BASE)
def pipelines(call: Call) -> Response:
    """Newest first; children are not listed. `ref`, `sha`, `status`, `source`, `updated_after`, `updated_before`."""
    project, first = call.project(), call.request.first
    after, before = _when(first("updated_after")), _when(first("updated_before"))
    found = [
        one
        for one in project.pipelines.values()
        if (one.source != "parent_pipeline" or first("source") == one.source)
        and first("ref") in ("", one.ref)
        and first("sha") in ("", one.sha)
        and first("status") in ("", one.status)
        and first("source") in ("", one.source)
        and (after is None or one.updated_at >= after)
        and (before is None or one.updated_at <= before)
    ]
    field = "updated_at" if first("order_by") == "updated_at" else "id"
    found.sort(key=lambda one: (getattr(one, field), one.id), reverse=first("sort", "desc") == "desc")
    return call.listed(found, show(call).pipeline)


@routes.get(f"{BASE}/latest")
def latest(call: Call) -> Response:
    project = call.project()
    ref = call.request.first("ref") or project.default_branch
    found = [one for one in project.pipelines.values() if one.ref == ref and one.source != "parent_pipeline"]
    if not found:
        refuse(403, "403 Forbidden")
    return json_response(show(call).full_pipeline(max(found, key=lambda one: one.id)))


@routes.get(ONE)
def pipeline(call: Call) -> Response:
    return json_response(show(call).full_pipeline(call.pipeline(call.project())))


@routes.get(f"{ONE}/variables")
def variables(call: Call) -> Response:
    found = call.pipeline(call.project(DEVELOPER))
    shown = [{"key": key, "value": value, "variable_type": "env_var"} for key, value in found.variables.items()]
    return json_response(shown)


@routes.get(f"{ONE}/bridges")
def bridges(call: Call) -> Response:
    found = call.pipeline(call.project())
    wanted = [one for one in found.bridges if not call.several("scope") or one.status in call.several("scope")]
    return call.listed(wanted, lambda one: show(call).bridge(found, one))


@routes.post("/projects/{id}/pipeline")
def create(call: Call) -> Response:
    """Start a pipeline on a branch; the CI makes it come alive."""
    project = call.project(DEVELOPER)
    ref = call.text("ref")
    sha = gitstore.heads(project.origin).get(ref) or refuse(400, {"base": ["Reference not found"]})
    given = call.given("variables") or []
    pairs = given.items() if isinstance(given, dict) else ((one["key"], one["value"]) for one in given)
    made = new_pipeline(call.world, project, ref, sha, call.who, "api", {str(k): str(v) for k, v in pairs})
    call.world.tell("pipeline_created", made)
    return json_response(show(call).full_pipeline(made), 201)


@routes.post(f"{ONE}/retry")
def retry(call: Call) -> Response:
    found = call.pipeline(call.project(DEVELOPER))
    call.world.tell("retry", Retry(found, None, call.who))
    return json_response(show(call).full_pipeline(found), 201)


@routes.post(f"{ONE}/cancel")
def cancel(call: Call) -> Response:
    found = call.pipeline(call.project(DEVELOPER))
    call.world.tell("cancel_pipeline", found)
    return json_response(show(call).full_pipeline(found))


def new_pipeline(
    world: World, project: Project, ref: str, sha: str, author: str, source: str, variables: dict[str, str]
) -> Pipeline:
    """A pipeline in state `created`."""
    now, who = world.now(), world.gitlab_people.user(author).login
    iid = len(project.pipelines) + 1
    made = Pipeline(world.id("pipeline"), iid, project, ref, sha, source, "created", now, now, who, variables=variables)
    project.pipelines[made.id] = made
    return made


def _when(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace(" ", "+")) if text else None
    except ValueError:
        return refuse(400, "updated_after is invalid")
