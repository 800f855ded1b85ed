"""Jobs of a pipeline: their traces, their artifacts, and trying again."""

from __future__ import annotations

from tests.sandbox.gitlab.call import DEVELOPER, REPORTER, Call, refuse, routes
from tests.sandbox.gitlab.pipelines import Retry
from tests.sandbox.gitlab.projects import show
from tests.sandbox.web.message import Response, json_response

BASE = "/projects/{id}/jobs/{job:int}"
RETRYABLE = ("success", "failed", "canceled")


@routes.get("/projects/{id}/pipelines/{pipeline:int}/jobs")
def pipeline_jobs(call: Call) -> Response:
    """`scope[]` picks states; tries that a newer one replaced only with `include_retried`."""
    found = call.pipeline(call.project())
    retried, scope = call.request.first("include_retried") in ("true", "True", "1"), call.several("scope")
    wanted = [job for job in found.jobs if (retried or not job.retried) and (not scope or job.status in scope)]
    return call.listed(sorted(wanted, key=lambda job: -job.id), lambda job: show(call).job(found, job))


@routes.get(BASE)
def job(call: Call) -> Response:
    return json_response(show(call).job(*call.job(call.project())))


@routes.get(f"{BASE}/trace")
def trace(call: Call) -> Response:
    """The log so far: empty while nothing was written."""
    _, found = call.job(call.project(REPORTER))
    body = found.log() if found.log is not None and found.started_at is not None else b""
    return Response(200, body, {"Content-Type": "text/plain"})


@routes.get(f"{BASE}/artifacts")
def artifacts(call: Call) -> Response:
    """The zip; by way of another host where the server keeps its artifacts in an object store."""
    _, found = call.job(call.project(REPORTER))
    expired = found.artifacts_expire_at is not None and found.artifacts_expire_at <= call.world.now()
    if found.artifacts is None or found.finished_at is None or expired:
        refuse(404, "404 Not Found")
    if call.world.gitlab_redirects:
        link = call.storage.link(found.artifacts, "application/zip", "artifacts.zip")
        return Response(302, b"", {"Location": link})
    disposition = 'attachment; filename="artifacts.zip"'
    headers = {"Content-Type": "application/zip", "Content-Disposition": disposition}
    return Response(200, found.artifacts(), headers)


@routes.post(f"{BASE}/retry")
def retry(call: Call) -> Response:
    pipeline, found = call.job(call.project(DEVELOPER))
    if found.retried or found.status not in RETRYABLE:
        refuse(403, "403 Forbidden - Job is not retryable")
    call.world.tell("retry", Retry(pipeline, found.id, call.who))
    newest = max((one for one in pipeline.jobs if one.name == found.name), key=lambda one: one.id)
    return json_response(show(call).job(pipeline, newest), 201)
