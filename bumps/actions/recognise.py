"""Which test a job is, in words of the models."""

from __future__ import annotations

from dataclasses import dataclass

from bumps.models import JobResult, Remote
from bumps.ports import JobInfo


@dataclass(frozen=True, slots=True)
class Recognised:
    """A job's kind; its test where it is one."""

    kind: str
    suite: str = ""
    test: str = ""
    platform: str = ""
    environment: str = ""


def recognise(remote: Remote, job: JobInfo) -> Recognised:
    if job.is_bridge:
        return Recognised(JobResult.Kind.AGGREGATE)
    labels = " ".join(job.runner_labels)
    platform = "gb200" if "gpu-x4" in labels else "h100" if "gpu-x8" in labels else ""
    if remote.kind == "github" and job.name.endswith(" - latest") and "/" in job.name:
        suite, _, test = job.name.removesuffix(" - latest").partition("/")
        return Recognised(JobResult.Kind.FUNCTIONAL, suite, test, platform, "dev")
    if job.bridge.startswith("functional:run_"):
        parts = job.bridge.removeprefix("functional:run_").split("_")
        return Recognised(JobResult.Kind.FUNCTIONAL, job.stage, job.name, parts[-1], parts[0])
    return Recognised(JobResult.Kind.UNRECOGNISED)
