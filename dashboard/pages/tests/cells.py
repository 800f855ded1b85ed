"""One result as a cell: a kind and its word, a tick, a ring, or a flag where the test left the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bumps.models import Conclusion, JobResult, Run, Status
from bumps.models.run import FAILED
from dashboard.pages.tests.kinds import ORDER, kind_of
from dashboard.pages.words import listed, plural

MARKS = {"passed": "✓", "absent": "·", "silent": "–"}
Place = tuple[int, str, int]


class Result(NamedTuple):
    """A row of `JobResultQuerySet.grid`."""

    pk: int
    run: int
    test: int
    platform: str
    environment: str
    remote: int
    status: str
    conclusion: str
    allow_failure: bool
    kind: str
    metrics: Sequence[str]
    line: str
    url: str

    @property
    def place(self) -> Place:
        return self.test, self.platform, self.run


@dataclass(frozen=True, slots=True)
class Cell:
    """`state` is its class of look; `word` what stands in it; `pk` leads to its panel (0: nothing to tell)."""

    state: str
    word: str
    title: str
    pk: int = 0

    @property
    def sign(self) -> str:
        """Drawn instead of the word."""
        return self.state if self.state in {"running", "waiting", "unknown", "broken"} else ""


ABSENT = Cell("absent", MARKS["absent"], "not in this run")
BROKEN = Cell("broken", "", "out of the gate: marked broken")


def cell_of(result: Result) -> Cell:
    """Waiting is not running, and neither is a verdict."""
    if result.conclusion in FAILED:
        return _failed(result)
    if result.conclusion == Conclusion.SUCCESS:
        return Cell("passed", MARKS["passed"], "passed", result.pk)
    if result.status == Status.RUNNING:
        return Cell("running", "", "running", result.pk)
    if result.status in {Status.QUEUED, Status.WAITING}:
        return Cell("waiting", "", "waiting for a runner or an approval", result.pk)
    if result.conclusion in {Conclusion.CANCELLED, Conclusion.SKIPPED, Conclusion.NEUTRAL}:
        return Cell("silent", MARKS["silent"], str(Conclusion(result.conclusion).label), result.pk)
    return Cell("unknown", "?", "its state is unknown", result.pk)


def _failed(result: Result) -> Cell:
    kind = kind_of(result.kind)
    title = kind.title if not result.allow_failure else f"{kind.title}, allowed to fail"
    if kind.key == "drift":
        count = len(result.metrics)
        said = f"{title}: {listed(list(result.metrics))}" if count else title
        return Cell(f"drift-{min(max(count, 1), 4)}", f"~ {count}" if count else "~ drift", said, result.pk)
    if kind.key == "timeout" and result.conclusion == Conclusion.TIMED_OUT:
        title = f"{title}: stopped by its limit"
    return Cell(kind.tone, kind.word, title, result.pk)


def cells(results: Iterable[Result]) -> Mapping[Place, Result]:
    """Of several results in one place (a repeat, another environment) the worst."""
    found: dict[Place, Result] = {}
    for result in results:
        other = found.get(result.place)
        if other is None or _badness(result) < _badness(other):
            found[result.place] = result
    return found


def _badness(result: Result) -> tuple[int, int, int]:
    if result.conclusion in FAILED:
        return 0, ORDER.get(result.kind, ORDER[""]), -result.pk
    finished = result.status == Status.COMPLETED
    return (2 if finished else 1), 0, -result.pk


def read_grid(runs: Iterable[int], tests: Iterable[int], belongs: Any) -> Mapping[Place, Result]:
    """One query."""
    rows = JobResult.objects.grid(list(runs)).filter(belongs, test__in=list(tests)).order_by()
    return cells(Result(*row) for row in rows)


def counted(failed: int, total: int) -> str:
    """`2 of 108 fail`, for a hover and a screen reader."""
    return f"{failed:,} of {plural(total, 'test')} fail" if total else "no test"


def is_over(run: Run) -> bool:
    return run.status == Status.COMPLETED
