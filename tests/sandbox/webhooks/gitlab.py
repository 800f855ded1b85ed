"""What GitLab sends when something happened."""

from __future__ import annotations

from tests.sandbox import gitstore
from tests.sandbox.ci.events import LabJobEvent
from tests.sandbox.gitlab.show import Show, stamp
from tests.sandbox.refs import Push
from tests.sandbox.state.gitlab import Pipeline, Project
from tests.sandbox.web.message import Json
from tests.sandbox.world import ZERO


def payload(show: Show, subject: object) -> tuple[str, Json] | None:
    """The event's header and body; None for what GitLab does not tell."""
    if isinstance(subject, Push) and isinstance(subject.where, Project):
        return "Push Hook", _push(show, subject.where, subject)
    if isinstance(subject, Pipeline):
        attributes = show.full_pipeline(subject)
        body = {"object_kind": "pipeline", "object_attributes": attributes, "user": show.user(subject.author)}
        return "Pipeline Hook", body | {"project": show.project(subject.project), "builds": []}
    if isinstance(subject, LabJobEvent):
        return "Job Hook", _job(show, subject)
    return None


def _push(show: Show, project: Project, push: Push) -> Json:
    known = ZERO not in (push.before, push.after)
    commits = gitstore.between(project.origin, push.before, push.after)[-20:] if known else []
    return {
        "object_kind": "push",
        "event_name": "push",
        "before": push.before,
        "after": push.after,
        "ref": f"refs/heads/{push.branch}",
        "checkout_sha": None if push.after == ZERO else push.after,
        "user_username": push.actor,
        "project_id": project.id,
        "project": show.project(project),
        "commits": [show.commit(project, commit) for commit in commits],
        "total_commits_count": len(commits),
    }


def _job(show: Show, event: LabJobEvent) -> Json:
    job, pipeline = event.job, event.pipeline
    return {
        "object_kind": "build",
        "ref": pipeline.ref,
        "tag": False,
        "sha": pipeline.sha,
        "build_id": job.id,
        "build_name": job.name,
        "build_stage": job.stage,
        "build_status": job.status,
        "build_created_at": stamp(job.created_at),
        "build_started_at": stamp(job.started_at),
        "build_finished_at": stamp(job.finished_at),
        "build_allow_failure": job.allow_failure,
        "build_failure_reason": job.failure_reason or "unknown_failure",
        "pipeline_id": pipeline.id,
        "project_id": pipeline.project.id,
        "project_name": pipeline.project.path,
        "user": show.user(pipeline.author),
    }
