"""Playing a GitHub run: at once, as history, or job by job as time goes on."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from tests.sandbox.ci import archives, stories
from tests.sandbox.ci.engine import LOGS_KEPT, Engine
from tests.sandbox.ci.events import JobEvent, RunEvent
from tests.sandbox.ci.github_plan import AGGREGATE, Plan, Planned
from tests.sandbox.ci.outcome import Outcome, decide
from tests.sandbox.ci.tree import Tree
from tests.sandbox.ci.troubles import Asked
from tests.sandbox.ci.truth import Truth
from tests.sandbox.state.actions import Annotation, Artifact, Attempt, Job, Run, Step
from tests.sandbox.state.github import Repo

# Seconds after the run's start: approved, built, and how long it may wait for a runner.
APPROVED, BUILT, QUEUE = 60.0, 400.0, 400.0
PLAIN = Outcome(None, stories.passing("github", "plain", unit=True), 40.0)
Done = Callable[[Run], object]


class Play:
    """One attempt of one run."""

    def __init__(self, engine: Engine, repo: Repo, run: Run, plan: Plan, tree: Tree) -> None:
        self.engine, self.repo, self.run, self.plan, self.tree = engine, repo, run, plan, tree
        self.done: Done = lambda _run: None
        self._left = 0

    def at_once(self) -> None:
        """All of it is past: jobs stand finished with their times."""
        start, attempt = self.run.created_at, self.run.last
        ends = [start]
        for planned in self._wanted(None):
            outcome = self._outcome(planned, start)
            began = max(ends) if planned.phase == "end" else start + timedelta(seconds=self._delay(planned))
            ended = began + timedelta(seconds=outcome.seconds)
            job = self._new(planned, start)
            job.started_at, job.status = began, "in_progress"
            self._finish(job, planned, outcome, ended)
            ends.append(ended)
        self._close(attempt, max(ends))

    def live(self, done: Done | None = None, only: Sequence[Job] | None = None) -> None:
        """Begin now and go on as the clock does; `done` hears of the end. `only`: what runs again."""
        self.done = done or self.done
        wanted = self._wanted(None if only is None else {(job.name, tuple(job.labels)) for job in only})
        self._tell("requested")
        self._phase([one for one in wanted if one.phase == "gate"], 0)
        builds = [one for one in wanted if one.phase == "build"]
        self.engine.after(APPROVED, partial(self._phase, builds, APPROVED))
        self.engine.after(BUILT, partial(self._tests, [one for one in wanted if one.phase == "test"]))

    def _phase(self, planned: Sequence[Planned], since: float) -> None:
        """Jobs that never fail by themselves: the gate, which waits for an approval, and the build."""
        after = self.engine.after
        with self.engine.world.lock:
            for one in planned:
                job, waits = self._new(one, self.engine.world.now()), one.name == "cicd-wait-in-queue"
                job.status = "waiting" if waits else "queued"
                self._tell_job(job, "queued")
                after(APPROVED if waits else 5, partial(self._start, job))
                length = APPROVED + 1 if waits else (BUILT - since - 20 if one.phase == "build" else 40)
                after(length, partial(self._end, job, one, PLAIN))
            is_waiting = any(one.name == "cicd-wait-in-queue" for one in planned)
            self.run.last.status = "waiting" if is_waiting else "in_progress"
            self.run.last.updated_at = self.engine.world.now()
        self._tell("in_progress")

    def _tests(self, planned: Sequence[Planned]) -> None:
        with self.engine.world.lock:
            now = self.engine.world.now()
            self.run.last.status, self.run.last.updated_at = "in_progress", now
            jobs = [(one, self._new(one, now)) for one in planned]
            self._left = len(jobs)
        for one, job in jobs:
            self._tell_job(job, "queued")
            outcome, wait = self._outcome(one, now), self._delay(one) - BUILT
            self.engine.after(wait, partial(self._start, job))
            self.engine.after(wait + outcome.seconds, partial(self._end_test, job, one, outcome))
        if not planned:
            self._aggregate()

    def _end_test(self, job: Job, planned: Planned, outcome: Outcome) -> None:
        self._end(job, planned, outcome)
        self._left -= 1
        if self._left == 0 and self.run.last.status != "completed":
            self._aggregate()

    def _aggregate(self) -> None:
        with self.engine.world.lock:
            now = self.engine.world.now()
            for planned in self.plan.jobs:
                if planned.phase == "end":
                    job = self._new(planned, now)
                    job.started_at = now
                    self._finish(job, planned, PLAIN, now)
            self._close(self.run.last, now)
        self._tell("completed")
        self.done(self.run)

    def _wanted(self, only: set[tuple[str, tuple[str, ...]]] | None) -> list[Planned]:
        return [one for one in self.plan.jobs if only is None or (one.name, one.labels) in only or one.phase != "test"]

    def _delay(self, planned: Planned) -> float:
        """When the job gets a runner, after the start of the run."""
        if planned.phase == "test":
            return BUILT + random.Random(f"{self.run.id}{planned.name}{planned.platform}").uniform(10, QUEUE)
        return APPROVED if planned.phase == "build" else 5.0

    def _outcome(self, planned: Planned, at: datetime) -> Outcome:
        if not planned.case:
            return PLAIN
        attempt = self.run.last.number
        where = (self.repo.full_name, planned.case, planned.platform, self.plan.tag)
        asked = Asked("github", *where, at, str(self.run.id), attempt)
        return decide(asked, self.engine.troubles, self.tree, planned.row, compares=self.plan.compares)

    def _new(self, planned: Planned, at: datetime) -> Job:
        world = self.engine.world
        job = Job(world.id("job"), planned.name, list(planned.labels), "queued", None, at)
        world.add_job(self.repo, self.run, job)
        return job

    def _start(self, job: Job) -> None:
        if self.run.last.status == "completed":
            return
        with self.engine.world.lock:
            now = self.engine.world.now()
            job.status, job.started_at, job.runner = "in_progress", now, f"runner-{job.id % 97}"
            self.run.last.updated_at = now
        self._tell_job(job, "in_progress")

    def _end(self, job: Job, planned: Planned, outcome: Outcome) -> None:
        if self.run.last.status == "completed":
            return
        with self.engine.world.lock:
            self._finish(job, planned, outcome, self.engine.world.now())
            self.run.last.updated_at = self.engine.world.now()
        self._tell_job(job, "completed")

    def _finish(self, job: Job, planned: Planned, outcome: Outcome, at: datetime) -> None:
        job.started_at, job.completed_at, job.status = job.started_at or at, at, "completed"
        job.runner = job.runner or f"runner-{job.id % 97}"
        passed = outcome.has_passed
        if planned.name == AGGREGATE:
            passed = all(one.conclusion == "success" for one in self.run.latest_jobs() if one is not job)
        job.conclusion = "success" if passed else "failure"
        job.steps = [Step("Set up job"), Step("Run main script", conclusion=job.conclusion), Step("Complete job")]
        is_kept = at + LOGS_KEPT > self.engine.world.now()
        job.log = stories.stream(outcome.log) if is_kept else None
        if not planned.case:
            return
        mark, word = ("✅", "PASSED") if passed else ("❌", "FAILED (exit 1)")
        job.annotations = [Annotation("Result", f"{mark} {planned.case} — {word}", "notice" if passed else "failure")]
        if planned.row is not None or "unit_tests" in planned.name:
            self._leave(planned, outcome, at)
        if outcome.kind is not None:
            where = (self.repo.full_name, self.run.id, self.run.last.number, job.id, planned.name, planned.case)
            truth = Truth("github", *where, planned.platform, outcome.kind, outcome.metrics, self.plan.tag)
            self.engine.record(truth)

    def _leave(self, planned: Planned, outcome: Outcome, at: datetime) -> None:
        """The artifact: its name tells the case and the run, not the model nor the platform."""
        case = planned.case.replace("/", "-").replace("*", "-")
        number = uuid.UUID(int=random.Random(f"{self.run.id}{planned.name}{planned.labels}{at}").getrandbits(128))
        name = f"logs-{case}-{self.run.id}-{number}" + ("-retry" if self.run.last.number > 1 else "")
        content = archives.github(planned.row, self.plan.tag, outcome, str(self.run.id))
        made = Artifact(self.engine.world.id("artifact"), name, at, at + LOGS_KEPT, content, 150_000)
        self.run.artifacts.append(made)

    def _close(self, attempt: Attempt, at: datetime) -> None:
        failed = any(job.conclusion != "success" for job in self.run.latest_jobs())
        attempt.status, attempt.conclusion, attempt.updated_at = "completed", "failure" if failed else "success", at

    def _tell(self, action: str) -> None:
        self.engine.world.tell("workflow_run", RunEvent(self.repo, self.run, action))

    def _tell_job(self, job: Job, action: str) -> None:
        self.engine.world.tell("workflow_job", JobEvent(self.repo, self.run, job, action))
