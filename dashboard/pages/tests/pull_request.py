"""The failures of a pull request's runs: which it brought, and which the branch below it had before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from bumps.models import Conclusion, JobResult
from bumps.models.run import FAILED
from bumps.rules.failures import Origin, Outcome, Where, origins
from dashboard.pages.tests.columns import System
from dashboard.pages.tests.failing import Failing, newest_failures
from dashboard.pages.tests.headline import Headline
from dashboard.pages.tests.scope import Scope
from dashboard.pages.words import plural

# How far back the branch is asked what it said of a test.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Brought:
    """The failures of the newest runs, by where they come from."""

    failures: tuple[Failing, ...]
    origins: dict[Where, Origin]

    @property
    def new(self) -> frozenset[tuple[int, str]]:
        """Lines of the grid."""
        return frozenset((w.test, w.platform) for w, origin in self.origins.items() if origin is Origin.NEW)

    def count(self, origin: Origin) -> int:
        return len({w[:2] for w, found in self.origins.items() if found is origin})


def brought_by(systems: Sequence[System], scope: Scope, belongs: Q) -> Brought:
    """Three queries."""
    runs = [column.run.pk for system in systems for column in system.columns]
    failures = newest_failures(runs, belongs)
    seen = {one.where: one.since for one in failures}
    return Brought(tuple(failures), origins(seen, _baseline(seen, scope)) if seen else {})


def _baseline(seen: Mapping[Where, datetime], scope: Scope) -> dict[Where, list[Outcome]]:
    tests = {where.test for where in seen}
    results = JobResult.objects.baseline_of(tests, scope.branch.name if scope.branch else "")
    first = min(seen.values()) - LOOK_BACK
    spoken = results.filter(ran_at__gte=first, conclusion__in=[*FAILED, Conclusion.SUCCESS])
    found: dict[Where, list[Outcome]] = defaultdict(list)
    fields = ("test_id", "platform", "environment", "remote_id", "run_id", "ran_at", "conclusion")
    for *where, run, at, conclusion in spoken.order_by().values_list(*fields):
        found[Where(*where)].append(Outcome(run, at, conclusion == Conclusion.SUCCESS))
    return found


def pull_request_headline(number: int, scope: Scope, brought: Brought, has_runs: bool) -> Headline:
    """What it brought comes first."""
    if not has_runs:
        return Headline(
            "unknown", f"No run of #{number} yet", "CI starts when a trusted person asks it to test the head."
        )
    new, known, unknown = (brought.count(origin) for origin in (Origin.NEW, Origin.KNOWN, Origin.UNKNOWN))
    if not brought.failures:
        return Headline("passed-solid", f"No test fails on #{number}", f"{scope.repository.name}, its newest runs.")
    base = scope.branch.name if scope.branch else "its base"
    told = [f"{known:,} failed on {base} before it"] * bool(known)
    told += [f"{unknown:,} never ran on {base}"] * bool(unknown)
    detail = f"{', '.join(told)}." if told else f"All of them pass on {base}."
    if not new:
        return Headline("failing", f"#{number} brings no new failure", detail)
    return Headline("failing", f"#{number} brings {plural(new, 'new failure')} to {scope.name}", detail)
