"""Commit statuses, and what check runs (a job is one) have to say."""

from __future__ import annotations

from tests.sandbox import gitstore
from tests.sandbox.github import show_issues
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.state.actions import Annotation
from tests.sandbox.state.github import Repo, Status
from tests.sandbox.web.message import Json, Response, json_response

BASE = "/repos/{owner}/{repo}"


@routes.get(f"{BASE}/commits/{{sha:path}}/status")
def combined(call: Call) -> Response:
    """The newest of each context, and what they come to."""
    repo = call.repo()
    sha = _sha(call, repo)
    newest = {one.context: one for one in repo.statuses.get(sha, [])}
    states = {one.state for one in newest.values()}
    state = "failure" if states & {"failure", "error"} else "success" if states == {"success"} else "pending"
    url = f"{call.face.repo_api(repo)}/commits/{sha}"
    shown = [show_issues.simple_status(call.face, repo, sha, one) for one in newest.values()]
    body = {"state": state, "statuses": shown, "sha": sha, "total_count": len(shown)}
    urls = {"repository": call.face.repo(repo), "commit_url": url, "url": f"{url}/status"}
    return json_response(body | urls)


@routes.get(f"{BASE}/commits/{{sha:path}}/statuses")
def statuses(call: Call) -> Response:
    repo = call.repo()
    sha = _sha(call, repo)
    found = list(reversed(repo.statuses.get(sha, [])))
    return call.listed(found, lambda one: show_issues.status(call.face, repo, sha, one))


@routes.post(f"{BASE}/statuses/{{sha}}")
def create_status(call: Call) -> Response:
    repo = call.repo("write")
    sha, body = _sha(call, repo), call.request.json()
    if body.get("state") not in ("error", "failure", "pending", "success"):
        invalid("Status", code="custom", field="state", message="state is not included in the list")
    context = body.get("context") or "default"
    held = repo.statuses.setdefault(sha, [])
    if sum(one.context == context for one in held) >= 1000:
        invalid("Status", message="This SHA and context has reached the maximum number of statuses.")
    texts = (body.get("description") or "", body.get("target_url") or "")
    made = Status(call.world.id("status"), context, body["state"], *texts, call.who, call.world.now())
    held.append(made)
    call.world.tell("status", made)
    return json_response(show_issues.status(call.face, repo, sha, made), 201)


@routes.get(f"{BASE}/check-runs/{{id:int}}/annotations")
def job_annotations(call: Call) -> Response:
    repo = call.repo()
    found = repo.jobs.get(call.number("id"))
    if found is None:
        refuse(404, "Not Found")
    run, _, job = found
    web = call.face.repo_web(repo)
    return call.listed(job.annotations, lambda one: _annotation(web, run.head_sha, one))


def _annotation(web: str, sha: str, one: Annotation) -> Json:
    return {
        "path": one.path,
        "blob_href": f"{web}/blob/{sha}/{one.path}",
        "start_line": one.line,
        "end_line": one.line,
        "start_column": None,
        "end_column": None,
        "annotation_level": one.level,
        "title": one.title,
        "message": one.message,
        "raw_details": None,
    }


def _sha(call: Call, repo: Repo) -> str:
    found = gitstore.resolve(repo.origin, call.values["sha"])
    if found is None:
        refuse(422, f"No commit found for SHA: {call.values['sha']}")
    return str(found.id)
