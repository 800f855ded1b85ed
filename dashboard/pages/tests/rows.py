"""Which tests the grid lists: counted and chosen in the database, so that only a page of them is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from bumps.models import Conclusion, JobResult
from bumps.models.run import FAILED
from dashboard.pages.tests.choice import Choice

PER_PAGE = 50
ROW = ("test__suite", "test__name", "platform", "test_id")
SILENT = (Conclusion.CANCELLED, Conclusion.SKIPPED, Conclusion.NEUTRAL)


class Key(NamedTuple):
    """One line of the grid."""

    suite: str
    name: str
    platform: str
    test: int

    @property
    def row(self) -> tuple[int, str]:
        return self.test, self.platform


class FailingRows(NamedTuple):
    """Lines that fail now: those that are new, and all."""

    new: frozenset[tuple[int, str]] = frozenset()
    all: frozenset[tuple[int, str]] = frozenset()

    def rank(self, row: tuple[int, str]) -> int:
        return 0 if row in self.new else 1 if row in self.all else 2


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines that the filters keep, of all there are in the shown runs."""

    keys: tuple[Key, ...]
    total: int
    not_green: int
    new: int
    suites: Mapping[str, int]
    kept: Mapping[str, int]
    platforms: tuple[str, ...]

    def page(self, number: int) -> Page[Key]:
        """Never beyond the last."""
        return Paginator(self.keys, PER_PAGE).get_page(number)

    @property
    def green(self) -> int:
        return self.total - self.not_green


def listing(runs: Collection[int], belongs: Q, choice: Choice, now: FailingRows, marked: Collection[int]) -> Listing:
    """One query. `now`: lines that fail now; `marked`: tests that left the gate, which are never green."""
    found = _lines(runs, belongs, choice)
    named = [(Key(*values), bool(bad), bool(hit)) for *values, bad, hit in found]
    named = [(key, bad or key.test in marked, hit) for key, bad, hit in named]
    fitting = [(key, bad) for key, bad, hit in named if hit and _fits(key, choice)]
    kept = [key for key, bad in fitting if _shown(key, bad, choice, now.new)]
    return Listing(
        tuple(_worst_first(kept, now)),
        len(fitting),
        sum(bad for _, bad in fitting),
        sum(key.row in now.new for key, _ in fitting),
        Counter(key.suite for key, _, _ in named),
        Counter(key.suite for key in kept),
        tuple(sorted({key.platform for key, _, _ in named})),
    )


def _worst_first(keys: list[Key], now: FailingRows) -> list[Key]:
    """Suites stay together: the one with something new before one with something known, then by name."""
    suites: dict[str, int] = {}
    for key in keys:
        suites[key.suite] = min(now.rank(key.row), suites.get(key.suite, 2))
    return sorted(keys, key=lambda key: (suites[key.suite], key.suite, now.rank(key.row), key.name, key.platform))


def _lines(runs: Collection[int], belongs: Q, choice: Choice):  # type: ignore[no-untyped-def]
    results = JobResult.objects.counting().filter(belongs, run__in=runs, test__isnull=False)
    bad = Q(conclusion__in=FAILED) | Q(conclusion=Conclusion.UNKNOWN)
    hit = Q(failure_kind=choice.kind) if choice.kind else Q()
    if choice.metric:
        hit &= Q(failure_metrics__icontains=f'"{choice.metric}"')
    counted = Count("pk", filter=hit) if hit else Count("pk")
    return results.order_by(*ROW[:3]).values_list(*ROW).annotate(bad=Count("pk", filter=bad), hit=counted)


def _fits(key: Key, choice: Choice) -> bool:
    return (
        choice.platform in {"", key.platform}
        and choice.suite in {"", key.suite}
        and choice.q.lower() in f"{key.suite}/{key.name}".lower()
    )


def _shown(key: Key, bad: bool, choice: Choice, new: Collection[tuple[int, str]]) -> bool:
    if choice.show == "new":
        return key.row in new
    return bad or choice.show == "all"
