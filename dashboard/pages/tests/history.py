"""One test: what each platform and CI system said of it lately, why it failed by month, where it left the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth

from bumps.models import Branch, BrokenMark, JobResult, Repository, TestCase
from dashboard.pages.comparisons import reading_order, tracked_repositories
from dashboard.pages.links import Links, links_of
from dashboard.pages.newest import newest_runs
from dashboard.pages.tests.cells import Cell, cell_of
from dashboard.pages.tests.detail import Detail, as_result, detail
from dashboard.pages.tests.failing import Failing, failing_now
from dashboard.pages.tests.kinds import KINDS, Kind, kind_of, platform_words

PER_LANE = 30
MAX_RESULTS = 400
FAILURES_PER_PAGE = 10
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One result in a lane."""

    job: JobResult
    cell: Cell


@dataclass(frozen=True, slots=True)
class Lane:
    """One platform, environment and CI system; oldest first."""

    system: str
    platform: str
    environment: str
    told: tuple[Told, ...]
    failing: Failing | None

    @property
    def kind(self) -> Kind | None:
        return kind_of(self.failing.kind) if self.failing else None

    @property
    def failed(self) -> int:
        return sum(one.job.has_failed for one in self.told)


@dataclass(frozen=True, slots=True)
class Month:
    """How often it failed, by kind in the order of the table's rows."""

    month: datetime
    counts: tuple[int, ...]
    results: int


@dataclass(frozen=True, slots=True)
class TestPage:
    __test__ = False  # not for pytest

    repository: Repository
    test: TestCase
    branches: tuple[Branch, ...]
    branch: str
    lanes: tuple[Lane, ...]
    kinds: tuple[Kind, ...]
    months: tuple[Month, ...]
    failures: Page[JobResult]
    marks: tuple[BrokenMark, ...]
    detail: Detail | None
    links: Links

    @property
    def failing(self) -> tuple[Lane, ...]:
        return tuple(lane for lane in self.lanes if lane.failing)


def test_page(slug: str, pk: int, branch: str, result: int, page: int) -> TestPage | None:
    """A constant number of queries; None when the repository or its test is not known."""
    repository = next((r for r in tracked_repositories() if r.slug == slug), None)
    test = TestCase.objects.filter(pk=pk, repository=repository).first() if repository else None
    if repository is None or test is None:
        return None
    branches = tuple(sorted(Branch.objects.live().filter(repository=repository), key=reading_order))
    name = branch if any(b.name == branch for b in branches) else repository.default_branch
    told = JobResult.objects.of_test(test.pk).counting().filter(baseline=name)
    kinds, months = _months(told)
    one = detail(result, repository, "") if result else None
    return TestPage(
        repository,
        test,
        branches,
        name,
        _lanes(list(told[:MAX_RESULTS]), _failing(repository, name, test)),
        kinds,
        months,
        Paginator(told.failed(), FAILURES_PER_PAGE).get_page(page),
        tuple(BrokenMark.objects.live().filter(test=test)),
        one if one and one.job.test_id == test.pk else None,
        links_of(repository),
    )


test_page.__test__ = False  # type: ignore[attr-defined]  # not for pytest


def _failing(repository: Repository, branch: str, test: TestCase) -> dict[tuple[int, str, str], Failing]:
    runs = [run for one in newest_runs([repository.pk], branch) for run in one.runs]
    found = [one for one in failing_now(runs) if one.where.test == test.pk]
    return {(one.where.remote, one.where.platform, one.where.environment): one for one in found}


def _lanes(told: Sequence[JobResult], failing: dict[tuple[int, str, str], Failing]) -> tuple[Lane, ...]:
    lanes: dict[tuple[int, str, str], list[JobResult]] = {}
    for job in told:
        mine = lanes.setdefault((job.remote_id, job.platform, job.environment), [])
        if len(mine) < PER_LANE:
            mine.append(job)
    found = [
        Lane(
            jobs[0].run.remote.get_kind_display(),
            platform_words(key[1]),
            key[2],
            tuple(Told(job, cell_of(as_result(job))) for job in reversed(jobs)),
            failing.get(key),
        )
        for key, jobs in lanes.items()
    ]
    return tuple(sorted(found, key=lambda lane: (lane.system, lane.environment, lane.platform)))


def _months(told: object) -> tuple[tuple[Kind, ...], tuple[Month, ...]]:
    """One query: its failures of each kind, and all its results, by month."""
    rows = (
        told.order_by()  # type: ignore[attr-defined]
        .annotate(month=TruncMonth("ran_at"))
        .values_list("month", "conclusion", "failure_kind")
        .annotate(n=Count("pk"))
    )
    failed: dict[datetime, dict[str, int]] = {}
    results: dict[datetime, int] = {}
    for month, conclusion, kind, count in rows:
        results[month] = results.get(month, 0) + count
        if conclusion in {"failure", "timed_out"}:
            counts = failed.setdefault(month, {})
            counts[kind] = counts.get(kind, 0) + count
    shown = sorted(results)[-MONTHS:]
    known = {kind for month in shown for kind in failed.get(month, {})}
    keys = [*(k for k in KINDS if k in known), *sorted(known - KINDS.keys())]
    months = [Month(m, tuple(failed.get(m, {}).get(k, 0) for k in keys), results[m]) for m in shown]
    return tuple(kind_of(key) for key in keys), tuple(months)
