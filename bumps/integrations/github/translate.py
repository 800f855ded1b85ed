"""GitHub's JSON as values of the ports. Words nobody foresaw become unknown; the raw ones are kept."""

from __future__ import annotations

from typing import Literal

from bumps.integrations.payload import Json, count, inner, moment, number, sure_moment, text, texts
from bumps.ports import (
    Annotation,
    ArtifactInfo,
    IssueInfo,
    JobInfo,
    Outcome,
    PullRequestInfo,
    RunInfo,
    RunStatus,
    StatusInfo,
)

# Waiting: for an approval or for its turn. Queued: for a runner. Neither is running.
_STATUSES: dict[str, RunStatus] = {
    "queued": "queued",
    "requested": "queued",
    "waiting": "waiting",
    "pending": "waiting",
    "in_progress": "running",
    "completed": "completed",
}
_OUTCOMES: dict[str, Outcome] = {
    "success": "success",
    "failure": "failure",
    "startup_failure": "failure",
    "timed_out": "timed_out",
    "cancelled": "cancelled",
    "skipped": "skipped",
    "neutral": "neutral",
    "action_required": "neutral",
    "stale": "neutral",
}


def _state(item: Json) -> tuple[RunStatus, Outcome, str]:
    status, outcome = text(item.get("status"), 28), text(item.get("conclusion"), 28)
    known = _STATUSES.get(status, "unknown")
    if known == "completed":
        return known, _OUTCOMES.get(outcome, "unknown"), f"{status}/{outcome}"
    return known, "", status


def run_of(item: Json) -> RunInfo:
    """A workflow run. Raises Malformed."""
    status, outcome, raw = _state(item)
    return RunInfo(
        external_id=str(number(item, "id")),
        attempt=count(item.get("run_attempt"), 1),
        name=text(item.get("name"), 200),
        event=text(item.get("event"), 50),
        ref=text(item.get("head_branch"), 300),
        head_sha=text(item.get("head_sha"), 64),
        status=status,
        conclusion=outcome,
        raw_state=raw,
        created_at=sure_moment(item, "created_at"),
        started_at=moment(item.get("run_started_at")),
        updated_at=moment(item.get("updated_at")),
        url=text(item.get("html_url"), 500),
    )


def job_of(item: Json) -> JobInfo:
    """A job of one attempt. Raises Malformed."""
    status, outcome, raw = _state(item)
    return JobInfo(
        external_id=str(number(item, "id")),
        attempt=count(item.get("run_attempt"), 1),
        name=text(item.get("name"), 300),
        runner_labels=texts(item.get("labels"), 100, most=20),
        status=status,
        conclusion=outcome,
        raw_state=raw,
        started_at=moment(item.get("started_at")),
        completed_at=moment(item.get("completed_at")),
        url=text(item.get("html_url"), 500),
    )


def annotation_of(item: Json) -> Annotation:
    return Annotation(
        title=text(item.get("title"), 200),
        message=text(item.get("message"), 2000),
        level=text(item.get("annotation_level"), 20),
    )


def artifact_of(item: Json) -> ArtifactInfo:
    """An artifact. Raises Malformed; one of unknown size may be of any."""
    return ArtifactInfo(
        external_id=str(number(item, "id")),
        name=text(item.get("name"), 500),
        size=number(item, "size_in_bytes"),
        is_expired=item.get("expired") is True,
        created_at=moment(item.get("created_at")),
    )


def pull_request_of(item: Json) -> PullRequestInfo:
    """A pull request. Raises Malformed."""
    head, base = inner(item, "head"), inner(item, "base")
    merged_at = moment(item.get("merged_at"))
    return PullRequestInfo(
        number=number(item, "number"),
        title=text(item.get("title"), 300),
        state="merged" if merged_at else "closed" if item.get("state") == "closed" else "open",
        is_draft=item.get("draft") is True,
        author=text(inner(item, "user").get("login"), 100),
        labels=texts(item.get("labels"), 100),
        head_ref=text(head.get("ref"), 300),
        head_sha=text(head.get("sha"), 64),
        base_ref=text(base.get("ref"), 300),
        base_sha=text(base.get("sha"), 64),
        merge_sha=text(item.get("merge_commit_sha"), 64) if merged_at else "",
        url=text(item.get("html_url"), 500),
        created_at=sure_moment(item, "created_at"),
        updated_at=sure_moment(item, "updated_at"),
        closed_at=moment(item.get("closed_at")),
        merged_at=merged_at,
    )


_ISSUE_STATES: dict[str, Literal["open", "closed"]] = {"open": "open", "closed": "closed"}


def issue_of(item: Json) -> IssueInfo:
    """An issue. Raises Malformed."""
    return IssueInfo(
        number=number(item, "number"),
        title=text(item.get("title"), 300),
        state=_ISSUE_STATES.get(text(item.get("state"), 20), "unknown"),
        url=text(item.get("html_url"), 500),
        created_at=moment(item.get("created_at")),
        closed_at=moment(item.get("closed_at")),
    )


def status_of(item: Json) -> StatusInfo:
    """A commit status. Raises Malformed."""
    return StatusInfo(
        context=text(item.get("context"), 250) or "default",
        state=text(item.get("state"), 20),
        description=text(item.get("description"), 200),
        url=text(item.get("target_url"), 500),
        updated_at=sure_moment(item, "updated_at"),
    )
