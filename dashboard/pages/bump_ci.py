"""What each CI system says of a bump's pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from bumps.models import Bump, CommitStatus, JobResult, Remote, Run
from bumps.models.run import FAILED
from dashboard.pages.links import web
from dashboard.pages.sides import CI_NAMES
from dashboard.pages.words import plural


@dataclass(frozen=True, slots=True)
class CiState:
    """What one CI system says of a pull request: its newest run, or a status that stands on the head."""

    name: str
    run: Run | None
    failed: int = 0
    tests: int = 0
    status: CommitStatus | None = None

    @property
    def sign(self) -> str:
        if self.run is None:
            return {"success": "passed", "failure": "failing", "error": "failing", "pending": "waiting"}.get(
                self.status.state if self.status else "", "unknown" if self.status else "none"
            )
        if self.run.status in {"queued", "waiting"}:
            return "waiting"
        if self.run.status == "running":
            return "running"
        ended = {"success": "passed", "failure": "failing", "timed_out": "failing"}
        return "failing" if self.failed else ended.get(self.run.conclusion, "none")

    @property
    def text(self) -> str:
        if self.run is None:
            return (self.status.description or self.status.state) if self.status else "no run"
        state = self.run.get_conclusion_display() if self.run.status == "completed" else self.run.get_status_display()
        if self.failed:
            return f"{self.failed:,} of {self.tests:,} fail{'' if self.run.status == 'completed' else ' so far'}"
        return f"{state}, {plural(self.tests, 'test')}" if self.tests else str(state)

    @property
    def url(self) -> str:
        return web(self.run.url if self.run else self.status.url if self.status else "")


def newest_runs_of(bumps: Sequence[Bump]) -> dict[tuple[int, int, int], Run]:
    """Per (repository, CI remote, pull request)."""
    numbers = {bump.pull_request.number for bump in bumps}
    repositories = {bump.repository_id for bump in bumps}
    runs = Run.objects.filter(remote__repository__in=repositories, pull_request__in=numbers).select_related("remote")
    newest: dict[tuple[int, int, int], Run] = {}
    for run in runs.order_by("created_at", "pk"):
        newest[(run.remote.repository_id, run.remote_id, run.pull_request or 0)] = run
    return newest


def counts_of(runs: Mapping[tuple[int, int, int], Run]) -> dict[int, tuple[int, int]]:
    results = JobResult.objects.counting().filter(run__in=[run.pk for run in runs.values()], test__isnull=False)
    failed = Count("pk", filter=Q(conclusion__in=FAILED))
    rows = results.order_by().values_list("run").annotate(failed=failed, tests=Count("pk"))
    return {run: (bad, tests) for run, bad, tests in rows}


def statuses_of(bumps: Sequence[Bump]) -> dict[str, CommitStatus]:
    """What GitLab wrote on each head, the last word of it."""
    heads = {bump.pull_request.head_sha for bump in bumps}
    said = CommitStatus.objects.filter(sha__in=heads, context__icontains="gitlab").order_by("updated_at")
    return {status.sha: status for status in said}


def ci_state(
    bump: Bump,
    remote: Remote,
    runs: Mapping[tuple[int, int, int], Run],
    counts: Mapping[int, tuple[int, int]],
    statuses: Mapping[str, CommitStatus],
) -> CiState:
    run = runs.get((bump.repository_id, remote.pk, bump.pull_request.number))
    name = CI_NAMES[remote.kind]
    if run is None:
        status = statuses.get(bump.pull_request.head_sha) if remote.kind == Remote.Kind.GITLAB else None
        return CiState(name, None, status=status)
    return CiState(name, run, *counts.get(run.pk, (0, 0)))
