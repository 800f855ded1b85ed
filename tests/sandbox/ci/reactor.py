"""The CI that reacts: to comments, pushes, re-runs, merges, pipelines."""

from __future__ import annotations

import re
from functools import partial

from tests.sandbox import gitstore, refs
from tests.sandbox.ci.engine import Engine
from tests.sandbox.ci.github_run import Play
from tests.sandbox.ci.gitlab_run import LabPlay
from tests.sandbox.ci.launch import Start, lab_play, play
from tests.sandbox.github.reruns import Rerun
from tests.sandbox.gitlab.pipelines import Retry
from tests.sandbox.refs import Push
from tests.sandbox.said import Said, say
from tests.sandbox.state.actions import Attempt
from tests.sandbox.state.github import Issue, Repo
from tests.sandbox.state.gitlab import Pipeline
from tests.sandbox.world import ZERO

COPY_BOT = "copy-pr-bot[bot]"
_OK = re.compile(r"^/ok to test(?:\s+([0-9a-f]+))?\s*$", re.MULTILINE)
_MIRRORED = re.compile(r"pull-request/(\d+)\Z")


class Reactor:
    """Listens to the world; `plays` keeps what may be asked to run again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.plays: dict[int, Play] = {}
        self.lab_plays: dict[int, LabPlay] = {}
        engine.world.listeners.append(self.hear)

    def hear(self, event: str, subject: object) -> None:
        """What happened; everything else is of no concern here."""
        if isinstance(subject, Said):
            self._comment(subject)
        elif isinstance(subject, Push):
            self._push(subject)
        elif isinstance(subject, Rerun):
            self._cancel(subject) if event == "cancel" else self._rerun(subject)
        elif isinstance(subject, Retry):
            self._retry(subject)
        elif isinstance(subject, Pipeline) and event == "pipeline_created":
            self.pipeline(subject)

    def _comment(self, said: Said) -> None:
        """`/ok to test <sha>` by somebody trusted copies the head to `pull-request/<N>`."""
        asked, pull = _OK.search(said.body), said.issue.pull
        if asked is None or pull is None or said.issue.state != "open" or said.author == COPY_BOT:
            return
        error = ""
        if not self.engine.world.github_people.is_member(said.repo.owner, said.author):
            error = "you are not a trusted user"
        elif asked[1] != pull.head_sha:
            error = "`/ok to test` needs the full sha of the pull request's latest commit"
        if error:
            text = f"@{said.author}, there was an error processing your request: {error}."
            say(self.engine.world, Said(said.repo, said.issue, COPY_BOT, text))
            return
        with self.engine.world.lock:
            said.repo.origin.branch(f"pull-request/{pull.number}", pull.head_sha)
            refs.notice(self.engine.world, said.repo, COPY_BOT)

    def _push(self, push: Push) -> None:
        repo = push.where
        if not isinstance(repo, Repo) or push.after == ZERO or repo.parent is not None:
            return
        mirrored = _MIRRORED.match(push.branch)
        if mirrored is not None and int(mirrored[1]) in repo.issues:
            self.engine.after(2, partial(self.pull_request, repo, repo.issues[int(mirrored[1])], push.actor))
        elif push.branch == "main" and repo.name == "Megatron-Bridge":
            self.engine.after(2, partial(self._run, repo, "push", "main", push.after, push.actor))

    def pull_request(self, repo: Repo, issue: Issue, actor: str) -> Play:
        """A run on `pull-request/<N>`: it checks out the merge with the base, and looks at the labels now."""
        pull, world = issue.pull, self.engine.world
        assert pull is not None
        branch = f"pull-request/{pull.number}"
        sha = gitstore.heads(repo.origin)[branch]
        is_member = world.github_people.is_member(repo.owner, issue.author)
        labels = frozenset(issue.labels)
        start = Start("push", branch, sha, actor, world.now(), pull.merge_sha or sha, labels, is_member)
        made = play(self.engine, repo, start)
        self._live(made)
        return made

    def nightly(self, repo: Repo) -> None:
        self._run(repo, "schedule", repo.default_branch, repo.origin.head(repo.default_branch), repo.owner)

    def pipeline(self, pipeline: Pipeline) -> LabPlay:
        made = lab_play(self.engine, pipeline)
        self.lab_plays[pipeline.id] = made
        self.engine.after(2, made.live)
        return made

    def _run(self, repo: Repo, event: str, branch: str, sha: str, actor: str) -> None:
        self._live(play(self.engine, repo, Start(event, branch, sha, actor, self.engine.world.now())))

    def _live(self, made: Play) -> None:
        self.plays[made.run.id] = made
        made.live()

    def _rerun(self, rerun: Rerun) -> None:
        made, run = self.plays.get(rerun.run.id), rerun.run
        if made is None:
            return
        with self.engine.world.lock:
            run.attempts.append(Attempt(run.last.number + 1, self.engine.world.now(), rerun.actor))
        made.live(only=rerun.jobs)

    def _cancel(self, rerun: Rerun) -> None:
        now, last = self.engine.world.now(), rerun.run.last
        for job in last.jobs:
            if job.status != "completed":
                job.status, job.conclusion, job.completed_at = "completed", "cancelled", now
        last.status, last.conclusion, last.updated_at = "completed", "cancelled", now

    def _retry(self, retry: Retry) -> None:
        """One job, or all of a pipeline's failed ones; the pipeline may be a parent or a child."""
        for made in self.lab_plays.values():
            for bridge, child in zip(made.parent.bridges, made.plan, strict=False):
                pipeline = bridge.downstream
                if pipeline is None or retry.pipeline not in (pipeline, made.parent):
                    continue
                for job in list(pipeline.jobs):
                    failed = retry.job is None and job.status == "failed" and not job.retried
                    if failed or job.id == retry.job:
                        made.again(pipeline, child, job)
