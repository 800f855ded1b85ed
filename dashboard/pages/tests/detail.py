"""One result, for the panel beside the grid: why it failed, on what it was built, since when, where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bumps.models import BrokenMark, JobResult, Repository
from bumps.rules.tags import short
from dashboard.pages.links import Links, links_of, web
from dashboard.pages.tests.cells import Cell, Result, cell_of
from dashboard.pages.tests.failing import streaks
from dashboard.pages.tests.kinds import Kind, kind_of, platform_words


class Line(NamedTuple):
    """One line of a log; number 0: not known."""

    number: int
    text: str
    is_proof: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What the log said, with line numbers where they are known."""

    lines: tuple[Line, ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Detail:
    """`since` and `until` bound the streak of failures that this result is part of."""

    job: JobResult
    cell: Cell
    kind: Kind | None
    image: str
    excerpt: Excerpt
    links: Links
    url: str
    marks: tuple[BrokenMark, ...]
    since: datetime | None = None
    until: datetime | None = None

    @property
    def place(self) -> str:
        """`moe, dev, H100`."""
        test = self.job.test
        parts = (test.suite if test else "", self.job.environment, platform_words(self.job.platform))
        return ", ".join(part for part in parts if part)

    @property
    def tag(self) -> str:
        return short(self.image)


def detail(pk: int, repository: Repository, variant: str) -> Detail | None:
    """Four queries at most; None when there is no such result in that repository."""
    jobs = JobResult.objects.select_related("run", "run__remote", "test", "test__repository")
    job = jobs.filter(pk=pk, run__remote__repository=repository).first()
    if job is None:
        return None
    cell = cell_of(as_result(job))
    since, until = streaks(job) if job.has_failed else (None, None)
    marks = BrokenMark.objects.live().filter(test=job.test, branch__name=job.baseline or repository.default_branch)
    return Detail(
        job,
        cell,
        kind_of(job.failure_kind) if job.has_failed else None,
        str(job.run.images.get(variant) or job.run.image),
        excerpt(job),
        links_of(repository),
        web(job.url),
        tuple(marks) if job.test_id else (),
        since,
        until,
    )


def as_result(job: JobResult) -> Result:
    return Result(
        job.pk, job.run_id, job.test_id or 0, job.platform, job.environment, job.remote_id, job.status, job.conclusion,
        job.allow_failure, job.failure_kind, job.failure_metrics, job.failure_line, job.url,
    )  # fmt: skip


def excerpt(job: JobResult) -> Excerpt:
    """The line that proves the kind, and those around it where they are kept."""
    around = [str(line) for line in job.failure_excerpt] or job.failure_line.splitlines()
    proof = around.index(job.failure_line) if job.failure_line in around else -1
    first = job.failure_line_number - max(proof, 0) if job.failure_line_number else 0
    lines = (Line(first + n if first > 0 else 0, text, n == proof) for n, text in enumerate(around))
    return Excerpt(tuple(lines), job.failure_source, job.failure_note)
