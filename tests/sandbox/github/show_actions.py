"""Runs, jobs and artifacts as GitHub's JSON shows them."""

from __future__ import annotations

from tests.sandbox import gitstore
from tests.sandbox.github import show_git
from tests.sandbox.github.face import Face, node_id, stamp
from tests.sandbox.state.actions import Artifact, Attempt, Job, Run, Workflow
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json


def workflow(face: Face, repo: Repo, one: Workflow) -> Json:
    made = stamp(repo.created_at)
    return {
        "id": one.id,
        "node_id": node_id("Workflow", one.id),
        "name": one.name,
        "path": one.path,
        "state": "active",
        "created_at": made,
        "updated_at": made,
        "url": f"{face.repo_api(repo)}/actions/workflows/{one.id}",
        "html_url": f"{face.repo_web(repo)}/blob/{repo.default_branch}/{one.path}",
        "badge_url": f"{face.repo_web(repo)}/workflows/{one.name.replace(' ', '%20')}/badge.svg",
    }


def run(face: Face, repo: Repo, one: Run, attempt: Attempt | None = None) -> Json:
    """A run as of its last attempt, or of an earlier one."""
    tried = attempt or one.last
    api, url = face.repo_api(repo), f"{face.repo_api(repo)}/actions/runs/{one.id}"
    mine = url if attempt is None else f"{url}/attempts/{attempt.number}"
    head = gitstore.resolve(repo.origin, one.head_sha)
    before = f"{url}/attempts/{tried.number - 1}" if tried.number > 1 else None
    return {
        "id": one.id,
        "name": one.workflow.name,
        "node_id": node_id("WorkflowRun", one.id),
        "head_branch": one.head_branch,
        "head_sha": one.head_sha,
        "path": one.workflow.path,
        "display_title": one.title,
        "run_number": one.number,
        "event": one.event,
        "status": tried.status,
        "conclusion": tried.conclusion,
        "workflow_id": one.workflow.id,
        "check_suite_id": one.id + 1,
        "check_suite_node_id": node_id("CheckSuite", one.id + 1),
        "url": url,
        "html_url": f"{face.repo_web(repo)}/actions/runs/{one.id}",
        "pull_requests": [_pull(face, repo, number) for number in one.pulls],
        "created_at": stamp(one.created_at),
        "updated_at": stamp(tried.updated_at or tried.created_at),
        "actor": face.user(one.actor),
        "run_attempt": tried.number,
        "referenced_workflows": [],
        "run_started_at": stamp(tried.created_at),
        "triggering_actor": face.user(tried.actor),
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{mine}/logs",
        "check_suite_url": f"{api}/check-suites/{one.id + 1}",
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "previous_attempt_url": before,
        "workflow_url": f"{api}/actions/workflows/{one.workflow.id}",
        "head_commit": show_git.simple_commit(head) if head is not None else None,
        "repository": face.repo(repo),
        "head_repository": face.repo(repo),
    }


def job(face: Face, repo: Repo, one: Run, attempt: int, shown: Job) -> Json:
    api, url = face.repo_api(repo), f"{face.repo_api(repo)}/actions/jobs/{shown.id}"
    run_url = f"{api}/actions/runs/{one.id}"
    steps = [
        {
            "name": step.name,
            "status": step.status,
            "conclusion": step.conclusion,
            "number": number,
            "started_at": stamp(shown.started_at),
            "completed_at": stamp(shown.completed_at),
        }
        for number, step in enumerate(shown.steps, 1)
    ]
    return {
        "id": shown.id,
        "run_id": one.id,
        "workflow_name": one.workflow.name,
        "head_branch": one.head_branch,
        "run_url": run_url,
        "run_attempt": attempt,
        "node_id": node_id("CheckRun", shown.id),
        "head_sha": one.head_sha,
        "url": url,
        "html_url": f"{face.repo_web(repo)}/actions/runs/{one.id}/job/{shown.id}",
        "status": shown.status,
        "conclusion": shown.conclusion,
        "created_at": stamp(shown.created_at),
        # A job that has not started says its creation here, as the real one does.
        "started_at": stamp(shown.started_at or shown.created_at),
        "completed_at": stamp(shown.completed_at),
        "name": shown.name,
        "steps": steps,
        "check_run_url": f"{api}/check-runs/{shown.id}",
        "labels": shown.labels,
        "runner_id": 7 if shown.runner else None,
        "runner_name": shown.runner or None,
        "runner_group_id": 1 if shown.runner else None,
        "runner_group_name": "Default" if shown.runner else None,
    }


def artifact(face: Face, repo: Repo, one: Run, shown: Artifact) -> Json:
    url = f"{face.repo_api(repo)}/actions/artifacts/{shown.id}"
    return {
        "id": shown.id,
        "node_id": node_id("Artifact", shown.id),
        "name": shown.name,
        "size_in_bytes": shown.size,
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": shown.expires_at <= face.world.now(),
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.created_at),
        "expires_at": stamp(shown.expires_at),
        "workflow_run": {
            "id": one.id,
            "repository_id": repo.id,
            "head_repository_id": repo.id,
            "head_branch": one.head_branch,
            "head_sha": one.head_sha,
        },
    }


def _pull(face: Face, repo: Repo, number: int) -> Json:
    issue = repo.issues[number]
    assert issue.pull is not None
    pull, short = issue.pull, {"id": repo.id, "url": face.repo_api(repo), "name": repo.name}
    return {
        "id": issue.id,
        "number": number,
        "url": f"{face.repo_api(repo)}/pulls/{number}",
        "head": {"ref": pull.head, "sha": pull.head_sha, "repo": short},
        "base": {"ref": pull.base, "sha": pull.base_sha, "repo": short},
    }
