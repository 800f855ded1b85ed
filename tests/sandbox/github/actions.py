"""Workflow runs and artifacts."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.sandbox.github import show_actions
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.state.actions import Artifact, Run, Workflow
from tests.sandbox.state.github import Repo
from tests.sandbox.state.people import at_least
from tests.sandbox.web.message import Response, json_response, redirect

BASE = "/repos/{owner}/{repo}/actions"
# GitHub gives no more of a filtered list, whatever its total says.
FILTERED_LIMIT = 1000
FILTERS = ("actor", "branch", "event", "status", "created", "head_sha", "check_suite_id")


@routes.get(f"{BASE}/workflows")
def workflows(call: Call) -> Response:
    repo = call.repo()
    found = list(repo.workflows.values())
    return call.counted("workflows", found, lambda one: show_actions.workflow(call.face, repo, one))


@routes.get(f"{BASE}/workflows/{{workflow}}")
def workflow(call: Call) -> Response:
    repo = call.repo()
    return json_response(show_actions.workflow(call.face, repo, _workflow(call, repo)))


@routes.get(f"{BASE}/workflows/{{workflow}}/runs")
def workflow_runs(call: Call) -> Response:
    repo = call.repo()
    wanted = _workflow(call, repo)
    return _listed(call, repo, [run for run in repo.runs.values() if run.workflow is wanted])


@routes.get(f"{BASE}/runs")
def runs(call: Call) -> Response:
    repo = call.repo()
    return _listed(call, repo, list(repo.runs.values()))


@routes.get(f"{BASE}/runs/{{id:int}}")
def run(call: Call) -> Response:
    repo = call.repo()
    return json_response(show_actions.run(call.face, repo, run_of(call, repo)))


@routes.get(f"{BASE}/runs/{{id:int}}/attempts/{{attempt:int}}")
def attempt(call: Call) -> Response:
    repo = call.repo()
    found = run_of(call, repo)
    tried = found.attempt(call.number("attempt"))
    if tried is None:
        refuse(404, "Not Found")
    return json_response(show_actions.run(call.face, repo, found, tried))


@routes.get(f"{BASE}/runs/{{id:int}}/artifacts")
def artifacts(call: Call) -> Response:
    repo = call.repo()
    found = run_of(call, repo)
    name = call.request.first("name")
    wanted = [one for one in reversed(found.artifacts) if name in ("", one.name)]
    return call.counted("artifacts", wanted, lambda one: show_actions.artifact(call.face, repo, found, one))


@routes.get(f"{BASE}/artifacts/{{artifact:int}}")
def artifact(call: Call) -> Response:
    repo = call.repo()
    found, one = _artifact(call, repo)
    return json_response(show_actions.artifact(call.face, repo, found, one))


@routes.get(f"{BASE}/artifacts/{{artifact:int}}/zip")
def download(call: Call) -> Response:
    """A link to another host; nobody gets it without a token, even of a public repository."""
    repo = call.repo()
    if not at_least(repo.permission(call.who), "read"):
        refuse(403, "Resource not accessible by personal access token")
    _, one = _artifact(call, repo)
    if one.expires_at <= call.world.now():
        refuse(410, "Artifact has expired")
    return redirect(call.storage.link(one.content, "application/zip", f"{one.name}.zip"))


def run_of(call: Call, repo: Repo) -> Run:
    found = repo.runs.get(call.number("id"))
    if found is None:
        refuse(404, "Not Found")
    return found


def _artifact(call: Call, repo: Repo) -> tuple[Run, Artifact]:
    wanted = call.number("artifact")
    pairs = ((run, one) for run in repo.runs.values() for one in run.artifacts)
    found = next((pair for pair in pairs if pair[1].id == wanted), None)
    return found or refuse(404, "Not Found")


def _workflow(call: Call, repo: Repo) -> Workflow:
    wanted = call.values["workflow"]
    names = {name: one for one in repo.workflows.values() for name in (str(one.id), one.path.rpartition("/")[2])}
    return names.get(wanted) or refuse(404, "Not Found")


def _listed(call: Call, repo: Repo, found: list[Run]) -> Response:
    first = call.request.first
    since, until = _period(first("created"))
    status = first("status")
    wanted = [
        one
        for one in found
        if first("branch") in ("", one.head_branch)
        and first("event") in ("", one.event)
        and first("head_sha") in ("", one.head_sha)
        and first("actor") in ("", one.actor)
        and status in ("", one.last.status, one.last.conclusion)
        and (since is None or one.created_at >= since)
        and (until is None or one.created_at <= until)
    ]
    wanted.sort(key=lambda one: one.id, reverse=True)
    cap = FILTERED_LIMIT if any(name in call.request.query for name in FILTERS) else None
    return call.counted("workflow_runs", wanted, lambda one: show_actions.run(call.face, repo, one), cap)


def _period(text: str) -> tuple[datetime | None, datetime | None]:
    """`>=2026-01-01`, `<=…`, `a..b` or one day; times and dates are both understood."""
    try:
        if ".." in text:
            left, _, right = text.partition("..")
            return _when(left), _when(right, end=True)
        if text.startswith((">", "<")):
            when = _when(text.lstrip("<>="))
            return (when, None) if text[0] == ">" else (None, when)
        return (_when(text), _when(text, end=True)) if text else (None, None)
    except ValueError:
        invalid("WorkflowRun", code="invalid", field="created")


def _when(text: str, *, end: bool = False) -> datetime | None:
    if text in ("", "*"):
        return None
    when = datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
    return when + timedelta(days=1, seconds=-1) if end and "T" not in text else when
