"""GitLab's JSON as values of the ports. Words nobody foresaw become unknown; the raw ones are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bumps.integrations.payload import Json, Malformed, inner, moment, number, sure_moment, text, texts
from bumps.ports import ArtifactInfo, JobInfo, Outcome, RunInfo, RunStatus

# Pending waits for a runner; the others of "waiting" for a person, a resource or a time. None of it is running.
_STATES: dict[str, tuple[RunStatus, Outcome]] = {
    "created": ("queued", ""),
    "preparing": ("queued", ""),
    "pending": ("queued", ""),
    "waiting_for_resource": ("waiting", ""),
    "waiting_for_callback": ("waiting", ""),
    "manual": ("waiting", ""),
    "scheduled": ("waiting", ""),
    "running": ("running", ""),
    "canceling": ("running", ""),
    "success": ("completed", "success"),
    "failed": ("completed", "failure"),
    "canceled": ("completed", "cancelled"),
    "skipped": ("completed", "skipped"),
}
# Reasons of a failed job that mean: its time was over.
_TIMED_OUT = {"job_execution_timeout", "stuck_or_timeout_failure", "runner_system_failure_timeout"}


def _state(item: Json) -> tuple[RunStatus, Outcome, str]:
    word = text(item.get("status"), 40)
    status, outcome = _STATES.get(word, ("unknown", ""))
    if outcome == "failure" and item.get("failure_reason") in _TIMED_OUT:
        outcome = "timed_out"
    return status, outcome, word


def run_of(item: Json) -> RunInfo:
    """A pipeline. Raises Malformed."""
    status, outcome, raw = _state(item)
    return RunInfo(
        external_id=str(number(item, "id")),
        name=text(item.get("name"), 200) or "pipeline",
        event=text(item.get("source"), 50),
        ref=text(item.get("ref"), 300),
        head_sha=text(item.get("sha"), 64),
        status=status,
        conclusion=outcome,
        raw_state=raw,
        created_at=sure_moment(item, "created_at"),
        started_at=moment(item.get("started_at")),
        updated_at=moment(item.get("updated_at")),
        url=text(item.get("web_url"), 500),
    )


def job_of(item: Json, project: str = "", bridge: Json | None = None) -> JobInfo:
    """A job, of a child pipeline when `bridge` is given. Raises Malformed.

    `project`: the other project it runs in; its id then stands in front of the job's.
    """
    status, outcome, raw = _state(item)
    job = str(number(item, "id"))
    above = bridge or {}
    return JobInfo(
        external_id=f"{project}:{job}" if project else job,
        name=text(item.get("name"), 300),
        stage=text(item.get("stage"), 100),
        bridge=text(above.get("name"), 200),
        runner_labels=texts(item.get("tag_list"), 100, most=20),
        status=status,
        conclusion=outcome,
        raw_state=raw,
        allow_failure=item.get("allow_failure") is True or above.get("allow_failure") is True,
        started_at=moment(item.get("started_at")),
        completed_at=moment(item.get("finished_at")),
        url=text(item.get("web_url"), 500),
    )


def bridge_of(item: Json) -> JobInfo:
    """The job that starts a child pipeline. Raises Malformed."""
    return replace(job_of(item), is_bridge=True)


def downstream_of(item: Json) -> tuple[str, str]:
    """(project, pipeline) of what a bridge started: the project empty where it is the bridge's own, both where none."""
    below = inner(item, "downstream_pipeline")
    project, pipeline = below.get("project_id"), below.get("id")
    if not isinstance(pipeline, int):
        return "", ""
    own = inner(item, "pipeline").get("project_id")
    return ("" if project == own or not isinstance(project, int) else str(project)), str(pipeline)


def counted(jobs: Sequence[JobInfo]) -> list[JobInfo]:
    """Attempts of the jobs of one pipeline, which GitLab does not number: of one name and stage, by their ids."""
    tries: dict[tuple[str, str], list[JobInfo]] = {}
    for job in sorted(jobs, key=lambda job: int(job.external_id.rpartition(":")[2])):
        tries.setdefault((job.stage, job.name), []).append(job)
    return [
        replace(job, attempt=position, superseded=position < len(same))
        for same in tries.values()
        for position, job in enumerate(same, 1)
    ]


def artifact_of(item: Json, project: str = "") -> ArtifactInfo:
    """The archive that a job left behind. Raises Malformed when it left none."""
    size = number(inner(item, "artifacts_file"), "size")
    job = str(number(item, "id"))
    job = f"{project}:{job}" if project else job
    return ArtifactInfo(external_id=job, name=text(item.get("name"), 300), size=size, job=job)


def head_of(item: Json) -> tuple[str, str]:
    """A branch's name and where it stands. Raises Malformed."""
    name, sha = text(item.get("name"), 300), text(inner(item, "commit").get("id"), 64)
    if not name or not sha:
        raise Malformed("name")
    return name, sha
