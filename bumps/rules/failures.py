"""New or known: since when a test fails, and whether a bump's run brought the failure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Where(NamedTuple):
    """One test on one platform and environment of one CI system: what fails or passes by itself."""

    test: int
    platform: str
    environment: str
    remote: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run said. `passed` is None where it said nothing: cancelled, skipped, still running."""

    run: int
    at: datetime
    passed: bool | None


class Origin(StrEnum):
    """Where a pull request's failure comes from."""

    NEW = "new"
    KNOWN = "known"
    UNKNOWN = "unknown"


def failing_since(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The first failure of the streak that still lasts; None when the last word was a pass, or there is none.

    The order given does not matter. A run that said nothing neither ends a streak nor begins one.
    """
    first: Outcome | None = None
    for outcome in sorted(_spoken(outcomes), key=_order, reverse=True):
        if outcome.passed:
            break
        first = outcome
    return first


def origin_of(at: datetime, baseline: Iterable[Outcome]) -> Origin:
    """Whether a failure seen at `at` was on the baseline before: `known` when the baseline's last word was a failure.

    Never tried on the baseline before: unknown, for it may be as old as the test.
    """
    before = [outcome for outcome in _spoken(baseline) if outcome.at <= at]
    if not before:
        return Origin.UNKNOWN
    return Origin.NEW if max(before, key=_order).passed else Origin.KNOWN


def origins(failures: Mapping[Where, datetime], baseline: Mapping[Where, Sequence[Outcome]]) -> dict[Where, Origin]:
    """The same for a whole run's failures."""
    return {where: origin_of(at, baseline.get(where, ())) for where, at in failures.items()}


def _spoken(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.passed is not None]


def _order(outcome: Outcome) -> tuple[datetime, int]:
    return outcome.at, outcome.run
