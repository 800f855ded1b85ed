"""Runs, jobs and tests for the pages to show, written straight into the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bumps.models import Bump, JobResult, PullRequest, Remote, Run, TestCase
from tests.dashboard.board import Board, image, sha

HANG = "Watchdog caught collective operation timeout"


def hours_ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


class Ci:
    """Both CI systems of a board, and their runs."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.github = board.repository.remotes.get(kind=Remote.Kind.GITHUB)
        self.gitlab = Remote.objects.create(
            repository=board.repository,
            kind=Remote.Kind.GITLAB,
            location="ADLR/megatron-lm",
            web_url="https://gitlab.example/ADLR/megatron-lm",
        )
        self._made = 0

    def test(self, name: str, suite: str = "gpt") -> TestCase:
        return TestCase.objects.get_or_create(repository=self.board.repository, suite=suite, name=name)[0]

    def run(self, at: datetime, *, remote: Remote | None = None, tag: str = "26.04", **more: Any) -> Run:
        """A finished run of main unless told otherwise."""
        self._made += 1
        fields: dict[str, Any] = {"status": "completed", "conclusion": "success", "baseline": "main"} | more
        return Run.objects.create(
            remote=remote or self.github,
            external_id=str(25_411_870_000 + self._made),
            name="CICD Megatron-LM",
            created_at=at,
            url=f"https://github.com/NVIDIA/Megatron-LM/actions/runs/{self._made}",
            image=image(tag),
            images={"dev": image(tag)},
            **fields,
        )

    def result(self, run: Run, test: TestCase | str, conclusion: str = "success", **more: Any) -> JobResult:
        """What the run said of a test; on H100 unless told otherwise."""
        self._made += 1
        case = self.test(test) if isinstance(test, str) else test
        fields: dict[str, Any] = {"platform": "h100", "environment": "dev", "status": "completed"} | more
        return JobResult.objects.create(
            run=run,
            remote=run.remote,
            test=case,
            baseline=run.baseline,
            ran_at=run.created_at,
            external_id=str(self._made),
            kind=JobResult.Kind.FUNCTIONAL,
            name=f"{case.suite}/{case.name} - latest",
            conclusion=conclusion if fields["status"] == "completed" else "",
            url=f"https://github.com/NVIDIA/Megatron-LM/actions/job/{self._made}",
            **fields,
        )

    def fail(self, run: Run, test: TestCase | str, kind: str = "timeout", line: str = HANG, **more: Any) -> JobResult:
        cause = {"failure_kind": kind, "failure_line": line, "failure_line_number": 11131, "triage": "done"}
        return self.result(run, test, "timed_out" if kind == "timeout" else "failure", **(cause | more))

    def stranger(self, run: Run, name: str) -> JobResult:
        self._made += 1
        return JobResult.objects.create(
            run=run, remote=run.remote, baseline=run.baseline, ran_at=run.created_at, external_id=str(self._made),
            kind=JobResult.Kind.UNRECOGNISED, name=name, status="completed", conclusion="success",
        )  # fmt: skip

    def history(self, test: str, outcomes: Sequence[bool], *, remote: Remote | None = None, step: float = 24) -> None:
        """A run each, oldest first, the last an hour ago: True passed, False hung."""
        for place, passed in enumerate(outcomes):
            run = self.run(hours_ago(1 + step * (len(outcomes) - 1 - place)), remote=remote)
            self.result(run, test) if passed else self.fail(run, test)

    def bump(self, number: int, before: dict[str, str], after: dict[str, str], **more: Any) -> Bump:
        """An open pull request that changes those pins (short tags)."""
        now = timezone.now()
        fields: dict[str, Any] = {"state": "open", "title": f"chore: bump {number}", "author": "ko3n1g"} | more
        agrees = fields.pop("agrees", True)
        pull = PullRequest.objects.create(
            remote=self.github,
            number=number,
            head_sha=sha(number),
            base_ref=fields.pop("base_ref", "main"),
            created_at=now,
            updated_at=now,
            url=f"https://github.com/NVIDIA/Megatron-LM/pull/{number}",
            **fields,
        )
        return Bump.objects.create(
            repository=self.board.repository,
            pull_request=pull,
            pins_before={name: image(tag) for name, tag in before.items()},
            pins_after={name: image(tag) for name, tag in after.items()},
            agrees=agrees,
        )
