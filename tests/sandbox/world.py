"""The world: its repositories, people and time behind one lock, and what follows when a ref moves."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.origins import Origin
from tests.sandbox.clock import Clock
from tests.sandbox.state.actions import Job, Run
from tests.sandbox.state.github import Issue, Repo
from tests.sandbox.state.gitlab import LabJob, Pipeline, Project
from tests.sandbox.state.people import Directory

FIRST_IDS = {"repo": 400_000_000, "run": 24_000_000_000, "job": 70_000_000_000, "artifact": 6_000_000_000}
ZERO = "0" * 40
Listener = Callable[[str, object], None]


class World:
    """Everything that the services answer from. Hold `lock` for anything longer than one look."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.home, self.clock = home, clock
        self.lock = threading.RLock()
        self.github_people = Directory()
        self.gitlab_people = Directory(first_id=50)
        self.repos: dict[str, Repo] = {}
        self.projects: dict[str, Project] = {}
        self.listeners: list[Listener] = []
        # Whether GitLab keeps artifacts in an object store, and so sends downloads elsewhere.
        self.gitlab_redirects = False
        self._ids: dict[str, int] = defaultdict(int, FIRST_IDS)

    def now(self) -> datetime:
        return self.clock.now().replace(microsecond=0)

    def id(self, kind: str) -> int:
        """The next id of that kind; ids grow, as the real ones do."""
        with self.lock:
            self._ids[kind] += 1
            return self._ids[kind]

    def repo(self, full_name: str, **values: object) -> Repo:
        """The GitHub repository of that name, made empty where there is none."""
        with self.lock:
            if full_name not in self.repos:
                owner, _, name = full_name.partition("/")
                origin = Origin(self._room("github", full_name))
                self.repos[full_name] = Repo(self.id("repo"), owner, name, origin, self.now())
            for field, value in values.items():
                setattr(self.repos[full_name], field, value)
            return self.repos[full_name]

    def project(self, path: str, id: int | None = None, **values: object) -> Project:  # noqa: A002  GitLab's word
        """The GitLab project of that path, made empty where there is none."""
        with self.lock:
            if path not in self.projects:
                origin = Origin(self._room("gitlab", path))
                self.projects[path] = Project(id or self.id("project"), path, origin, self.now())
            for field, value in values.items():
                setattr(self.projects[path], field, value)
            return self.projects[path]

    def tell(self, event: str, subject: object) -> None:
        """Let the listeners (webhooks, the CI) know what happened."""
        for listener in self.listeners:
            listener(event, subject)

    def add_job(self, repo: Repo, run: Run, job: Job) -> None:
        """Put a job into the run's last attempt."""
        run.last.jobs.append(job)
        repo.jobs[job.id] = (run, run.last.number, job)

    def add_lab_job(self, pipeline: Pipeline, job: LabJob) -> None:
        pipeline.jobs.append(job)
        pipeline.project.jobs[job.id] = (pipeline, job)

    def issue(self, repo: Repo, title: str, author: str, body: str = "", number: int | None = None) -> Issue:
        """Open an issue; numbers are shared with pull requests."""
        number = number or repo.next_number
        repo.next_number = max(repo.next_number, number + 1)
        who = self.github_people.user(author).login
        issue = Issue(self.id("issue"), number, title, body, who, self.now(), self.now())
        repo.issues[number] = issue
        return issue

    def _room(self, side: str, name: str) -> Path:
        room = self.home / side / f"{name}.git"
        room.parent.mkdir(parents=True, exist_ok=True)
        return room
