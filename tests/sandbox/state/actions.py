"""GitHub Actions: runs, their attempts, jobs and artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["queued", "waiting", "in_progress", "completed"]
Text = Callable[[], bytes]
Stream = Callable[[], Iterator[bytes]]


@dataclass(slots=True, eq=False, repr=False)
class Annotation:
    title: str
    message: str
    level: Literal["notice", "warning", "failure"] = "failure"
    path: str = ".github"
    line: int = 1


@dataclass(slots=True, eq=False, repr=False)
class Step:
    name: str
    status: Status = "completed"
    conclusion: str | None = "success"


@dataclass(slots=True, eq=False, repr=False)
class Job:
    """One job of one attempt. `log` makes the text when it is asked for; None: there is none."""

    id: int
    name: str
    labels: list[str]
    status: Status
    conclusion: str | None
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    runner: str = ""
    steps: list[Step] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    log: Stream | None = None


@dataclass(slots=True, eq=False, repr=False)
class Attempt:
    """One try of a run. Jobs that were not tried again stand in the attempt that ran them."""

    number: int
    created_at: datetime
    actor: str
    jobs: list[Job] = field(default_factory=list)
    status: Status = "queued"
    conclusion: str | None = None
    updated_at: datetime | None = None


@dataclass(slots=True, eq=False, repr=False)
class Artifact:
    id: int
    name: str
    created_at: datetime
    expires_at: datetime
    content: Text
    size: int


@dataclass(slots=True, eq=False, repr=False)
class Workflow:
    id: int
    name: str
    path: str


@dataclass(slots=True, eq=False, repr=False)
class Run:
    """A workflow run; its state is that of its last attempt."""

    id: int
    number: int
    workflow: Workflow
    event: str
    head_branch: str
    head_sha: str
    title: str
    actor: str
    created_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    pulls: list[int] = field(default_factory=list)

    @property
    def last(self) -> Attempt:
        return self.attempts[-1]

    @property
    def updated_at(self) -> datetime:
        return self.last.updated_at or self.last.created_at

    def attempt(self, number: int) -> Attempt | None:
        return next((one for one in self.attempts if one.number == number), None)

    def latest_jobs(self) -> list[Job]:
        """Of each name the newest, as `filter=latest` has it."""
        found: dict[tuple[str, tuple[str, ...]], Job] = {}
        for attempt in self.attempts:
            for job in attempt.jobs:
                found[job.name, tuple(job.labels)] = job
        return list(found.values())
