"""Which test a job is, in words of the models."""

from __future__ import annotations

from dataclasses import dataclass

from bumps.models import JobResult, Remote
from bumps.ports import JobInfo
from bumps.rules.job_names import JobKind, github_job, gitlab_job


@dataclass(frozen=True, slots=True)
class Recognised:
    """A job's kind; its test where it is one. `is_silent`: it has no log that could tell why it failed."""

    kind: JobResult.Kind
    suite: str = ""
    test: str = ""
    platform: str = ""
    environment: str = ""
    is_silent: bool = False


def recognise(remote: Remote, job: JobInfo) -> Recognised:
    """By the rules of the remote's CI system; a job that only starts a pipeline counts as the sum of its jobs."""
    if remote.kind == Remote.Kind.GITHUB:
        found = github_job(job.name, job.runner_labels)
    else:
        found = gitlab_job(job.name, job.stage, job.bridge, is_bridge=job.is_bridge)
    kind = JobResult.Kind(found.kind.value)
    if job.is_bridge and found.kind is JobKind.BUILD:
        kind = JobResult.Kind.AGGREGATE
    silent = job.is_bridge or kind in (JobResult.Kind.AGGREGATE, JobResult.Kind.PLACEHOLDER)
    test = found.case[:200] if found.is_test else ""
    return Recognised(kind, found.suite[:100], test, found.platform[:40], found.environment[:40], silent)
