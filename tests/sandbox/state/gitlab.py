"""A GitLab project: pipelines, bridges to child pipelines, jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.origins import Origin
from tests.sandbox.state.actions import Stream, Text

JobStatus = Literal[
    "created", "pending", "running", "success", "failed", "canceled", "skipped", "manual", "waiting_for_resource"
]
Level = Literal[0, 10, 20, 30, 40, 50]


@dataclass(slots=True, eq=False, repr=False)
class LabJob:
    """One job. `retried`: a newer one of the same name took its place."""

    id: int
    name: str
    stage: str
    status: JobStatus
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    allow_failure: bool = False
    failure_reason: str | None = None
    runner: str = ""
    retried: bool = False
    log: Stream | None = None
    artifacts: Text | None = None
    artifacts_expire_at: datetime | None = None


@dataclass(slots=True, eq=False, repr=False)
class Bridge:
    """A job that starts another pipeline; None until it did."""

    id: int
    name: str
    stage: str
    status: JobStatus
    created_at: datetime
    downstream: Pipeline | None = None
    allow_failure: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Pipeline:
    id: int
    iid: int
    project: Project
    ref: str
    sha: str
    source: str
    status: str
    created_at: datetime
    updated_at: datetime
    author: str
    started_at: datetime | None = None
    finished_at: datetime | None = None
    name: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    bridges: list[Bridge] = field(default_factory=list)
    jobs: list[LabJob] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class MergeRequest:
    id: int
    iid: int
    title: str
    description: str
    source: str
    target: str
    author: str
    created_at: datetime
    updated_at: datetime
    state: Literal["opened", "closed", "merged"] = "opened"
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class LabStatus:
    id: int
    name: str
    status: str
    description: str
    target_url: str
    author: str
    created_at: datetime


@dataclass(slots=True, eq=False, repr=False)
class Project:
    """`members` maps a login to its access level; a private project is a 404 to everybody else."""

    id: int
    path: str
    origin: Origin
    created_at: datetime
    default_branch: str = "main"
    private: bool = True
    archived: bool = False
    members: dict[str, Level] = field(default_factory=dict)
    protected: set[str] = field(default_factory=set)
    pipelines: dict[int, Pipeline] = field(default_factory=dict)
    jobs: dict[int, tuple[Pipeline, LabJob]] = field(default_factory=dict)
    merge_requests: dict[int, MergeRequest] = field(default_factory=dict)
    statuses: dict[str, list[LabStatus]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    def level(self, login: str | None) -> int:
        return self.members.get(login or "", 0 if self.private else 10)
