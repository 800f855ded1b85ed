"""Jobs of a run and their logs."""

from __future__ import annotations

from tests.sandbox.github import show_actions
from tests.sandbox.github.actions import run_of
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.state.actions import Job, Run
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Response, json_response, redirect

BASE = "/repos/{owner}/{repo}/actions"


@routes.get(f"{BASE}/runs/{{id:int}}/jobs")
def jobs(call: Call) -> Response:
    """`filter=latest` (the default): of each job its newest attempt; `all`: every one."""
    repo = call.repo()
    run, wanted = run_of(call, repo), call.request.first("filter", "latest")
    if wanted not in ("latest", "all"):
        invalid("Job", code="invalid", field="filter")
    found = run.latest_jobs() if wanted == "latest" else [job for one in run.attempts for job in one.jobs]
    return call.counted("jobs", found, lambda job: _show(call, repo, run, job))


@routes.get(f"{BASE}/runs/{{id:int}}/attempts/{{attempt:int}}/jobs")
def attempt_jobs(call: Call) -> Response:
    repo = call.repo()
    run = run_of(call, repo)
    tried = run.attempt(call.number("attempt"))
    if tried is None:
        refuse(404, "Not Found")
    return call.counted("jobs", tried.jobs, lambda job: _show(call, repo, run, job))


@routes.get(f"{BASE}/jobs/{{job:int}}")
def one_job(call: Call) -> Response:
    repo = call.repo()
    run, attempt, job = job_of(call, repo)
    return json_response(show_actions.job(call.face, repo, run, attempt, job))


@routes.get(f"{BASE}/jobs/{{job:int}}/logs")
def logs(call: Call) -> Response:
    """A link to another host. Nobody but signed-in users gets it; there is none while the job runs."""
    repo = call.repo()
    if call.login is None:
        refuse(403, "Must have admin rights to Repository.")
    _, _, job = job_of(call, repo)
    if job.status != "completed":
        refuse(404, "Not Found")
    if job.log is None:
        refuse(410, "Server Error")  # what the real one says of logs it no longer keeps
    return redirect(call.storage.link(job.log, "text/plain; charset=utf-8", "job-logs.txt"))


def job_of(call: Call, repo: Repo) -> tuple[Run, int, Job]:
    found = repo.jobs.get(call.number("job"))
    if found is None:
        refuse(404, "Not Found")
    return found


def _show(call: Call, repo: Repo, run: Run, job: Job) -> dict[str, object]:
    _, attempt, _ = repo.jobs[job.id]
    return show_actions.job(call.face, repo, run, attempt, job)
