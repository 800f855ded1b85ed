"""Playing a GitLab pipeline: the parent, its bridges, the child pipelines and their jobs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from tests.sandbox.ci import archives, stories
from tests.sandbox.ci.engine import LOGS_KEPT, Engine
from tests.sandbox.ci.events import LabJobEvent
from tests.sandbox.ci.gitlab_plan import Child, LabPlanned
from tests.sandbox.ci.outcome import Outcome, decide
from tests.sandbox.ci.tree import Tree
from tests.sandbox.ci.troubles import Asked
from tests.sandbox.ci.truth import Truth
from tests.sandbox.gitlab.pipelines import new_pipeline
from tests.sandbox.state.gitlab import Bridge, JobStatus, LabJob, Pipeline

BUILT, QUEUE = 300.0, 300.0
PLAIN = Outcome(None, stories.passing("gitlab", "plain", unit=True), 200.0)
BUILD_JOBS = ("test:pre_build_image: [CI_MCORE_DEV_IMAGE, amd64]", "test:pre_build_image: [CI_MCORE_LTS_IMAGE, amd64]")


class LabPlay:
    """One pipeline with all its children."""

    def __init__(self, engine: Engine, parent: Pipeline, plan: Sequence[Child], tree: Tree) -> None:
        self.engine, self.parent, self.plan, self.tree = engine, parent, plan, tree
        self._left = 0

    def at_once(self) -> None:
        """All of it is past."""
        start = self.parent.created_at
        ends = [start]
        for name in BUILD_JOBS:
            job = self._new(self.parent, LabPlanned(name, "build", ""), start)
            self._finish(job, LabPlanned(name, "build", ""), PLAIN, start + timedelta(seconds=BUILT))
        for child in self.plan:
            bridge = self._bridge(child, start)
            pipeline = self._child(child, bridge, start + timedelta(seconds=BUILT))
            for planned in child.jobs:
                outcome = self._outcome(child, planned, start)
                job = self._new(pipeline, planned, pipeline.created_at)
                job.started_at = pipeline.created_at + timedelta(seconds=self._delay(planned))
                end = job.started_at + timedelta(seconds=outcome.seconds)
                self._finish(job, planned, outcome, end, child)
                ends.append(end)
            self._settle(bridge, pipeline, max(ends))
        self._close(max(ends))

    def live(self) -> None:
        """Begin now and go on as the clock does."""
        with self.engine.world.lock:
            now = self.engine.world.now()
            self._move(self.parent, "running")
            self.parent.started_at = now
            builds = [(LabPlanned(name, "build", ""), self._new(self.parent, None, now, name)) for name in BUILD_JOBS]
            bridges = [(child, self._bridge(child, now)) for child in self.plan]
        for planned, job in builds:
            self.engine.after(5, partial(self._start, self.parent, job))
            self.engine.after(BUILT - 10, partial(self._end, self.parent, job, planned, PLAIN, None))
        self.engine.after(BUILT, partial(self._children, bridges))

    def again(self, pipeline: Pipeline, child: Child, job: LabJob) -> LabJob:
        """A job once more, in the place of the one that ran."""
        planned = next(one for one in child.jobs if one.name == job.name)
        bridge = next(one for one in self.parent.bridges if one.downstream is pipeline)
        with self.engine.world.lock:
            job.retried = True
            fresh = self._new(pipeline, planned, self.engine.world.now())
            self._move(pipeline, "running")
            self._move(self.parent, "running")
            bridge.status = "running"
        tries = sum(one.name == job.name for one in pipeline.jobs)
        outcome = self._outcome(child, planned, self.engine.world.now(), tries)
        self.engine.after(20, partial(self._start, pipeline, fresh))
        self.engine.after(20 + outcome.seconds, partial(self._end, pipeline, fresh, planned, outcome, child))
        self.engine.after(21 + outcome.seconds, partial(self._settled, bridge, pipeline))
        return fresh

    def _children(self, bridges: Sequence[tuple[Child, Bridge]]) -> None:
        self._left = len(bridges)
        for child, bridge in bridges:
            with self.engine.world.lock:
                now = self.engine.world.now()
                pipeline = self._child(child, bridge, now)
                pipeline.started_at = now
                self._move(pipeline, "running")
                jobs = [(planned, self._new(pipeline, planned, now)) for planned in child.jobs]
            longest = 30.0
            for planned, job in jobs:
                outcome, wait = self._outcome(child, planned, now), self._delay(planned)
                self.engine.after(wait, partial(self._start, pipeline, job))
                self.engine.after(wait + outcome.seconds, partial(self._end, pipeline, job, planned, outcome, child))
                longest = max(longest, wait + outcome.seconds)
            self.engine.after(longest + 1, partial(self._settled, bridge, pipeline))

    def _settled(self, bridge: Bridge, pipeline: Pipeline) -> None:
        with self.engine.world.lock:
            self._settle(bridge, pipeline, self.engine.world.now())
        self.engine.world.tell("pipeline", pipeline)
        if all(one.status in ("success", "failed") for one in self.parent.bridges):
            with self.engine.world.lock:
                self._close(self.engine.world.now())
            self.engine.world.tell("pipeline", self.parent)

    def _bridge(self, child: Child, at: datetime) -> Bridge:
        stage = child.bridge.partition(":")[0]
        made = Bridge(self.engine.world.id("lab-job"), child.bridge, stage, "created", at)
        made.allow_failure = child.allow_failure
        self.parent.bridges.append(made)
        return made

    def _child(self, child: Child, bridge: Bridge, at: datetime) -> Pipeline:
        project = self.engine.world.project(child.foreign) if child.foreign else self.parent.project
        ref, sha = self.parent.ref, self.parent.sha
        made = new_pipeline(self.engine.world, project, ref, sha, self.parent.author, "parent_pipeline", {})
        made.created_at = made.updated_at = at
        bridge.downstream, bridge.status = made, "running"
        return made

    def _new(self, pipeline: Pipeline, planned: LabPlanned | None, at: datetime, name: str = "") -> LabJob:
        shown, stage = (planned.name, planned.stage) if planned else (name, "build")
        job = LabJob(self.engine.world.id("lab-job"), shown, stage, "pending", at)
        self.engine.world.add_lab_job(pipeline, job)
        return job

    def _delay(self, planned: LabPlanned) -> float:
        return random.Random(f"{self.parent.id}{planned.name}{planned.platform}").uniform(10, QUEUE)

    def _outcome(self, child: Child, planned: LabPlanned, at: datetime, attempt: int = 1) -> Outcome:
        if planned.row is None and planned.stage != "unit_tests":
            return PLAIN
        where = (self.parent.project.path, planned.name, planned.platform, child.tag)
        asked = Asked("gitlab", *where, at, f"{self.parent.id}{child.bridge}", attempt)
        return decide(asked, self.engine.troubles, self.tree, planned.row)

    def _start(self, pipeline: Pipeline, job: LabJob) -> None:
        with self.engine.world.lock:
            if job.status != "pending":
                return
            job.status, job.started_at, job.runner = "running", self.engine.world.now(), "cluster-runner"
            pipeline.updated_at = self.engine.world.now()
        self.engine.world.tell("job", LabJobEvent(pipeline, job))

    def _end(self, pipeline: Pipeline, job: LabJob, planned: LabPlanned, outcome: Outcome, child: Child | None) -> None:
        with self.engine.world.lock:
            if job.status == "canceled":
                return
            self._finish(job, planned, outcome, self.engine.world.now(), child)
            pipeline.updated_at = self.engine.world.now()
        self.engine.world.tell("job", LabJobEvent(pipeline, job))

    def _finish(
        self,
        job: LabJob,
        planned: LabPlanned,
        outcome: Outcome,
        at: datetime,
        child: Child | None = None,
    ) -> None:
        job.started_at, job.finished_at, job.runner = job.started_at or job.created_at, at, "cluster-runner"
        job.status = "success" if outcome.has_passed else "failed"
        if not outcome.has_passed:
            is_limit = b"took longer than" in outcome.log.end.encode()
            job.failure_reason = "job_execution_timeout" if is_limit else "script_failure"
        if at + LOGS_KEPT > self.engine.world.now():
            job.log = stories.stream(outcome.log)
        if child is not None and planned.row is not None:
            job.artifacts = archives.gitlab(planned.row, child.tag, outcome, str(self.parent.id))
            job.artifacts_expire_at = at + timedelta(days=14)
        if child is not None and outcome.kind is not None:
            where = (self.parent.project.path, self.parent.id, 1, job.id, job.name, planned.name)
            end = (planned.platform, outcome.kind, outcome.metrics, child.tag, child.allow_failure)
            self.engine.record(Truth("gitlab", *where, *end))

    def _settle(self, bridge: Bridge, pipeline: Pipeline, at: datetime) -> None:
        failed = any(job.status == "failed" for job in pipeline.jobs if not job.retried)
        status: JobStatus = "failed" if failed else "success"
        bridge.status = status
        pipeline.status, pipeline.finished_at, pipeline.updated_at = status, at, at

    def _close(self, at: datetime) -> None:
        failed = any(one.status == "failed" and not one.allow_failure for one in self.parent.bridges)
        self.parent.status, self.parent.finished_at, self.parent.updated_at = "failed" if failed else "success", at, at
        self.parent.started_at = self.parent.started_at or self.parent.created_at

    def _move(self, pipeline: Pipeline, status: str) -> None:
        pipeline.status, pipeline.updated_at = status, self.engine.world.now()
        self.engine.world.tell("pipeline", pipeline)
