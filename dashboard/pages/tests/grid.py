"""The grid: groups of lines, a cell per run, and the counts above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from bumps.models import JobResult, Run
from bumps.models.run import FAILED
from dashboard.pages.tests.cells import ABSENT, BROKEN, Cell, cell_of, read_grid
from dashboard.pages.tests.columns import Column, Stretch, System, stretches
from dashboard.pages.tests.kinds import platform_words
from dashboard.pages.tests.marks import Marks
from dashboard.pages.tests.rows import Key, Listing


@dataclass(frozen=True, slots=True)
class Line:
    """One test on one platform."""

    key: Key
    cells: tuple[Cell, ...]
    is_new: bool
    is_broken: bool

    @property
    def platform(self) -> str:
        return platform_words(self.key.platform)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one suite, of all that it has in the shown runs."""

    suite: str
    lines: tuple[Line, ...]
    kept: int
    total: int


@dataclass(frozen=True, slots=True)
class Total:
    """What a run says as a whole."""

    failed: int
    tests: int
    unrecognised: int
    running: bool
    waiting: bool


@dataclass(frozen=True, slots=True)
class Grid:
    systems: tuple[System, ...]
    stretches: tuple[tuple[System, tuple[Stretch, ...]], ...]
    totals: tuple[Total, ...]
    groups: tuple[Group, ...]

    @property
    def width(self) -> int:
        return len(self.totals)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for system in self.systems for column in system.columns)

    @property
    def edges(self) -> tuple[str, ...]:
        """Where a line stands left of a column: between the systems, and where the image moved."""
        return tuple("first" if c.is_first else "moved" if c.moved else "" for c in self.columns)

    @property
    def heads(self) -> tuple[tuple[Column, Total], ...]:
        return tuple(zip(self.columns, self.totals, strict=True))

    @property
    def has_moves(self) -> bool:
        return any(column.moved for column in self.columns)


def grid(
    systems: Sequence[System],
    totals: Mapping[int, Total],
    keys: Sequence[Key],
    listing: Listing,
    new: frozenset[tuple[int, str]],
    marks: Marks,
    belongs: Q,
) -> Grid:
    """One query: the cells of this page's lines."""
    runs = [column.run for system in systems for column in system.columns]
    results = read_grid([run.pk for run in runs], {key.test for key in keys}, belongs)

    def cell(key: Key, run: Run) -> Cell:
        if result := results.get((key.test, key.platform, run.pk)):
            return cell_of(result)
        return BROKEN if marks.stands(key.test, key.platform, run.created_at) else ABSENT

    groups = []
    for suite, mine in groupby(keys, key=lambda key: key.suite):
        lines = tuple(
            Line(key, tuple(cell(key, run) for run in runs), key.row in new, bool(marks.of(key.test, key.platform)))
            for key in mine
        )
        groups.append(Group(suite, lines, listing.kept[suite], listing.suites[suite]))
    heads = tuple((system, stretches(system)) for system in systems)
    return Grid(tuple(systems), heads, tuple(totals[run.pk] for run in runs), tuple(groups))


def totals(systems: Sequence[System], belongs: Q) -> dict[int, Total]:
    """One query: of each run, how many tests failed, and how many jobs nobody recognised."""
    columns = [column for system in systems for column in system.columns]
    tests = Q(test__isnull=False) & belongs
    counted = (
        JobResult.objects.counting()
        .filter(run__in=[column.run.pk for column in columns])
        .order_by()
        .values_list("run")
        .annotate(
            failed=Count("pk", filter=tests & Q(conclusion__in=FAILED)),
            tests=Count("pk", filter=tests),
            unrecognised=Count("pk", filter=Q(kind=JobResult.Kind.UNRECOGNISED)),
        )
    )
    known = {run: (failed, tests, strangers) for run, failed, tests, strangers in counted}
    return {c.run.pk: Total(*known.get(c.run.pk, (0, 0, 0)), c.is_running, c.is_waiting) for c in columns}
