"""The Tests page: everything read once, in a number of queries that no volume changes (see its test)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page
from django.db.models import Q

from bumps.models import Remote
from dashboard.pages.links import Links, links_of
from dashboard.pages.newest import newest_runs
from dashboard.pages.picker import Picker
from dashboard.pages.tests.choice import Choice
from dashboard.pages.tests.columns import System, systems
from dashboard.pages.tests.detail import Detail, detail
from dashboard.pages.tests.failing import failing_now
from dashboard.pages.tests.grid import Grid, grid, totals
from dashboard.pages.tests.headline import Headline, headline
from dashboard.pages.tests.marks import marks_of
from dashboard.pages.tests.options import pickers
from dashboard.pages.tests.pull_request import brought_by, pull_request_headline
from dashboard.pages.tests.rows import FailingRows, Key, Listing, listing
from dashboard.pages.tests.scope import Scope, of_variant, scope
from dashboard.pages.tests.unrecognised import Unrecognised, unrecognised


@dataclass(frozen=True, slots=True)
class TestsPage:
    """All that the page shows."""

    __test__ = False  # not for pytest

    choice: Choice
    headline: Headline
    scope: Scope | None = None
    pickers: tuple[Picker, ...] = ()
    listing: Listing | None = None
    keys: Page[Key] | None = None
    grid: Grid | None = None
    detail: Detail | None = None
    unrecognised: tuple[Unrecognised, ...] = ()
    strangers: int = 0
    links: Links = field(default=Links())

    @property
    def every(self) -> int:
        """Seconds between refreshes."""
        return 5 if self.grid and any(total.running for total in self.grid.totals) else 15

    @property
    def has_older(self) -> bool:
        return bool(self.grid) and any(system.has_older for system in self.grid.systems)  # type: ignore[union-attr]

    @property
    def older(self) -> int:
        return self.choice.older + 1

    @property
    def newer(self) -> int:
        return self.choice.older - 1


def tests_page(choice: Choice, now: datetime) -> TestsPage:
    """One page of lines over one page of runs."""
    where = scope(choice)
    if where is None:
        return TestsPage(choice, Headline("unknown", "Nothing is tracked yet", "bumpboard.toml names no repository."))
    belongs = of_variant(where.variant, where.variants)
    shown = systems(where, choice)
    runs = [column.run.pk for system in shown for column in system.columns]
    counts = totals(shown, belongs)
    failing, said = _failing(where, choice, belongs, shown, now)
    marks = marks_of(where.branch)
    lines = listing(runs, belongs, choice, failing, marks.tests)
    keys = lines.page(choice.page)
    return TestsPage(
        choice,
        said,
        where,
        pickers(where, choice, lines, runs, belongs),
        lines,
        keys,
        grid(shown, counts, tuple(keys), lines, failing.new, marks, belongs) if shown else None,
        detail(choice.cell, where.repository, where.variant.name if where.variant else "") if choice.cell else None,
        unrecognised(runs) if choice.show == "unrecognised" else (),
        sum(total.unrecognised for total in counts.values()),
        links_of(where.repository),
    )


def _failing(
    where: Scope, choice: Choice, belongs: Q, shown: tuple[System, ...], now: datetime
) -> tuple[FailingRows, Headline]:
    """What fails now, whatever page of runs is shown; of a pull request, what its newest runs brought."""
    names = {r.pk: r.get_kind_display() for r in where.repository.remotes.all() if r.kind != Remote.Kind.GIT}
    if choice.pull_request:
        brought = brought_by(shown, where, belongs)
        rows = FailingRows(brought.new, frozenset((one.where.test, one.where.platform) for one in brought.failures))
        return rows, pull_request_headline(choice.pull_request, where, brought, bool(shown))
    newest = newest_runs([where.repository.pk], where.branch.name if where.branch else "-")
    found = failing_now([run for one in newest for run in one.runs], belongs)
    asked = {one.remote: names[one.remote] for one in newest}
    told = [((one.where.test, one.where.platform), one.is_new(now)) for one in found]
    fails = FailingRows(frozenset(row for row, is_new in told if is_new), frozenset(row for row, _ in told))
    return fails, headline(where.name, found, asked, bool(newest), now)
