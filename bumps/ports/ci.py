"""Runs, jobs, logs and artifacts of a CI system, in words both systems share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal, Protocol

RunStatus = Literal["queued", "waiting", "running", "completed", "unknown"]
Outcome = Literal["", "success", "failure", "timed_out", "cancelled", "skipped", "neutral", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """A workflow run or a pipeline. `raw_state` keeps the remote's own words, also those nobody foresaw."""

    external_id: str
    status: RunStatus
    created_at: datetime
    conclusion: Outcome = ""
    raw_state: str = ""
    attempt: int = 1
    name: str = ""
    event: str = ""
    ref: str = ""
    head_sha: str = ""
    started_at: datetime | None = None
    updated_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobInfo:
    """One job of one attempt. `bridge`: the job of the parent pipeline that started its pipeline.

    `superseded`: a newer try of the same job counts in its place. `is_bridge`: it only starts another pipeline.
    """

    external_id: str
    name: str
    status: RunStatus
    conclusion: Outcome = ""
    raw_state: str = ""
    attempt: int = 1
    stage: str = ""
    bridge: str = ""
    is_bridge: bool = False
    superseded: bool = False
    runner_labels: tuple[str, ...] = ()
    allow_failure: bool = False
    started_at: datetime | None = None
    completed_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What a job said of itself in a line or two."""

    title: str
    message: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactInfo:
    """A zip that a run left behind. `job`: whose it is, where the CI system tells."""

    external_id: str
    name: str
    size: int
    is_expired: bool = False
    created_at: datetime | None = None
    job: str = ""


class RunSource(Protocol):
    """One project's runs on one CI system. Everything raises PortError."""

    def runs(self, since: datetime) -> Iterator[RunInfo]:
        """Newest first, none created before `since`; a page is asked for when it is reached."""

    def run(self, external_id: str) -> RunInfo:
        """One run. Raises NotFound when it was deleted."""

    def jobs(self, run: str) -> list[JobInfo]:
        """The jobs of all attempts of a run, of its child pipelines too."""

    def annotations(self, job: str) -> list[Annotation]:
        """What the job said of itself; empty where the CI system has no such thing."""

    def log(self, job: str, limit: int) -> Iterator[bytes]:
        """The job's log in chunks, at most `limit` bytes of it. Raises NotFound when there is none (any more)."""

    def artifacts(self, run: str) -> list[ArtifactInfo]:
        """What the run's jobs left behind."""

    def artifact_zip(self, artifact: ArtifactInfo, limit: int) -> BinaryIO:
        """The zip as a temporary file. Raises Refused when it is larger than `limit` bytes."""


class BranchHeads(Protocol):
    """Where a project's branches stand, asked of its API."""

    def heads(self) -> dict[str, str]:
        """Branch name to the full sha."""
