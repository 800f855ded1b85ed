"""Both CI systems of a sandbox behind one face: what a case arranges on either."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, cast

from bumps.integrations.github.adapter import GitHubProject
from bumps.integrations.gitlab.adapter import GitLabProject
from bumps.ports import RunSource
from tests.integrations.contract.memory import MemoryCache, MemoryQuota
from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN, LM, MIRROR_ID, NOW, Town
from tests.sandbox.state.actions import Artifact, Attempt, Job, Run, Workflow
from tests.sandbox.state.gitlab import Bridge, LabJob, Pipeline


@dataclass(frozen=True)
class Told:
    """A job as a case wants it: `state` in GitHub's words, GitLab's beside them in LAB_STATES."""

    name: str = "gpt/pretrain - latest"
    state: str = "success"
    log: bytes = b"hello\n"
    zip: bytes = b""


LAB_STATES = {"success": "success", "failure": "failed", "in_progress": "running", "queued": "pending"}


class Side(Protocol):
    town: Town
    name: str
    host: str
    runs: str
    cache: MemoryCache
    quota: MemoryQuota

    def source(self, token: str | None = None) -> RunSource: ...

    def add(self, jobs: Sequence[Told] = (), *, at: datetime = NOW, state: str = "success") -> str: ...

    def retry(self, run: str, job: Told) -> None: ...

    def delete(self, run: str) -> None: ...

    def set_state(self, run: str, word: str) -> None: ...


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


@dataclass
class Hub:
    town: Town
    cache: MemoryCache = field(default_factory=MemoryCache)
    quota: MemoryQuota = field(default_factory=MemoryQuota)
    name: str = "github"
    host: str = "github"
    runs: str = r".*/actions/workflows/cicd-main.yml/runs"
    event: str = "merge_group"

    def __post_init__(self) -> None:
        self.workflow = Workflow(1, "CICD Megatron-LM", ".github/workflows/cicd-main.yml")
        self.town.repo.workflows["cicd"] = self.workflow

    def source(self, token: str | None = None) -> GitHubProject:
        url = self.town.sandbox.github_api_url
        return GitHubProject(url, LM, BOT_TOKEN if token is None else token, self.cache, self.quota, ["cicd-main.yml"])

    def add(self, jobs: Sequence[Told] = (), *, at: datetime = NOW, state: str = "success") -> str:
        return self.add_on("main", self.town.repo.origin.head(), jobs, at=at, state=state)

    def add_on(
        self, ref: str, sha: str, jobs: Sequence[Told] = (), *, at: datetime = NOW, state: str = "success"
    ) -> str:
        """A run of that commit; on `main` one of `self.event`."""
        world, repo = self.town.sandbox.world, self.town.repo
        event = self.event if ref == "main" else "push"
        run = Run(world.id("run"), 1, self.workflow, event, ref, sha, "Change", "ada", at)
        run.attempts.append(Attempt(1, at, "ada"))
        repo.runs[run.id] = run
        for told in jobs:
            self._job(run, told)
        self.set_state(str(run.id), state)
        return str(run.id)

    def retry(self, run: str, job: Told) -> None:
        found = self.town.repo.runs[int(run)]
        found.attempts.append(Attempt(len(found.attempts) + 1, NOW, "ada", status="completed", conclusion="success"))
        self._job(found, job)

    def delete(self, run: str) -> None:
        del self.town.repo.runs[int(run)]

    def set_state(self, run: str, word: str) -> None:
        last = self.town.repo.runs[int(run)].last
        over = word in ("success", "failure")
        last.status, last.conclusion = ("completed" if over else word), (word if over else None)  # type: ignore[assignment]

    def _job(self, run: Run, told: Told) -> None:
        world, over = self.town.sandbox.world, told.state in ("success", "failure")
        status, conclusion = ("completed", told.state) if over else (told.state, None)
        labels = ["nvidia-ci-aws-gpu-x8"]
        job = Job(world.id("job"), told.name, labels, status, conclusion, run.created_at)  # type: ignore[arg-type]
        job.started_at = run.created_at if told.state != "queued" else None
        job.completed_at = run.created_at + timedelta(minutes=5) if over else None
        job.log = lambda: iter([told.log])
        world.add_job(self.town.repo, run, job)
        if told.zip:
            number, now = world.id("artifact"), world.now()
            run.artifacts.append(
                Artifact(number, f"logs-{told.name}", now, now + timedelta(days=90), lambda: told.zip, len(told.zip))
            )


@dataclass
class Lab:
    town: Town
    cache: MemoryCache = field(default_factory=MemoryCache)
    quota: MemoryQuota = field(default_factory=MemoryQuota)
    name: str = "gitlab"
    host: str = "gitlab"
    runs: str = r".*/projects/[^/]+/pipelines$"

    def source(self, token: str | None = None) -> GitLabProject:
        url = self.town.sandbox.gitlab_url
        return GitLabProject(url, str(MIRROR_ID), LAB_TOKEN if token is None else token, self.cache, self.quota)

    def add(self, jobs: Sequence[Told] = (), *, at: datetime = NOW, state: str = "success") -> str:
        parent = self._pipeline(at, "push")
        child = self._pipeline(at, "parent_pipeline")
        bridge = "functional:run_dev_dgx_h100"
        world = self.town.sandbox.world
        if jobs:
            parent.bridges.append(Bridge(world.id("lab-job"), bridge, "functional", "success", at, child))
        for told in jobs:
            self._job(child, told)
        self.set_state(str(parent.id), state)
        return str(parent.id)

    def retry(self, run: str, job: Told) -> None:
        child = self.town.project.pipelines[int(run)].bridges[0].downstream
        assert child is not None
        for old in child.jobs:
            old.retried = old.retried or old.name == job.name
        self._job(child, job)

    def delete(self, run: str) -> None:
        del self.town.project.pipelines[int(run)]

    def set_state(self, run: str, word: str) -> None:
        self.town.project.pipelines[int(run)].status = LAB_STATES.get(word, word)

    def _pipeline(self, at: datetime, source: str) -> Pipeline:
        world, project = self.town.sandbox.world, self.town.project
        number = world.id("pipeline")
        sha = project.origin.head()
        made = Pipeline(number, number, project, "main", sha, source, "success", at, at, "mirror-bot")
        project.pipelines[number] = made
        return made

    def _job(self, pipeline: Pipeline, told: Told) -> None:
        state = LAB_STATES.get(told.state, told.state)
        at = pipeline.created_at
        job = LabJob(self.town.sandbox.world.id("lab-job"), told.name, "gpt", state, at)  # type: ignore[arg-type]
        job.started_at = at if told.state != "queued" else None
        job.finished_at = at + timedelta(minutes=5) if told.state in ("success", "failure") else None
        job.log = lambda: iter([told.log])
        job.artifacts = (lambda: told.zip) if told.zip else None
        self.town.sandbox.world.add_lab_job(pipeline, job)


def sides(town: Town) -> Iterator[Side]:
    yield cast(Side, Hub(town))
    yield cast(Side, Lab(town))
