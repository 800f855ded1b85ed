"""Running again what failed, and cancelling: the CI does it, GitHub only passes it on."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sandbox.github.actions import run_of
from tests.sandbox.github.call import Call, refuse, routes
from tests.sandbox.github.workflow_jobs import job_of
from tests.sandbox.state.actions import Job, Run
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Response, json_response

BASE = "/repos/{owner}/{repo}/actions"


@dataclass(frozen=True, slots=True)
class Rerun:
    """What is to run again: `jobs` None means all of them."""

    repo: Repo
    run: Run
    jobs: list[Job] | None
    actor: str


@routes.post(f"{BASE}/runs/{{id:int}}/rerun-failed-jobs")
def rerun_failed(call: Call) -> Response:
    repo = call.repo("write")
    run = _finished(run_of(call, repo))
    failed = [job for job in run.latest_jobs() if job.conclusion not in ("success", "skipped")]
    if not failed:
        refuse(403, "The workflow run containing this job has no failed jobs to rerun")
    return _again(call, Rerun(repo, run, failed, call.who))


@routes.post(f"{BASE}/runs/{{id:int}}/rerun")
def rerun(call: Call) -> Response:
    repo = call.repo("write")
    return _again(call, Rerun(repo, _finished(run_of(call, repo)), None, call.who))


@routes.post(f"{BASE}/jobs/{{job:int}}/rerun")
def rerun_job(call: Call) -> Response:
    repo = call.repo("write")
    run, _, job = job_of(call, repo)
    return _again(call, Rerun(repo, _finished(run), [job], call.who))


@routes.post(f"{BASE}/runs/{{id:int}}/cancel")
def cancel(call: Call) -> Response:
    repo = call.repo("write")
    run = run_of(call, repo)
    if run.last.status == "completed":
        refuse(409, "Cannot cancel a workflow run that is completed.")
    call.world.tell("cancel", Rerun(repo, run, None, call.who))
    return json_response({}, 202)


def _finished(run: Run) -> Run:
    if run.last.status != "completed":
        refuse(403, "This workflow is already running")
    return run


def _again(call: Call, rerun: Rerun) -> Response:
    call.world.tell("rerun", rerun)
    return json_response({}, 201)
