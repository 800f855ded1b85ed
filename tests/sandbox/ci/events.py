"""What the CI tells whoever listens."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sandbox.state.actions import Job, Run
from tests.sandbox.state.github import Repo
from tests.sandbox.state.gitlab import LabJob, Pipeline


@dataclass(frozen=True, slots=True)
class RunEvent:
    repo: Repo
    run: Run
    action: str


@dataclass(frozen=True, slots=True)
class JobEvent:
    repo: Repo
    run: Run
    job: Job
    action: str


@dataclass(frozen=True, slots=True)
class LabJobEvent:
    pipeline: Pipeline
    job: LabJob
