"""The Tests page at two years of a thousand tests and at a month of a hundred: equal queries, and the server's work."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.table import Row
from bumps.models import Branch, JobResult, Remote, Repository, Run, TestCase, Variant

ROUNDS = 5
NOW = datetime.now(UTC)


def run(workshop: Path) -> list[Row]:  # noqa: ARG001
    """Both volumes, by default and at its widest: all tests over 60 runs."""
    small, few = _measure(100, 30)
    large, many = _measure(1000, 730)
    return [
        Row(
            f"tests page, {what}, 1,000 tests x 2 years ({many:,} results)",
            f"{large[place][0]} queries, {large[place][1] * 1000:.0f} ms",
            f"100 tests x 1 month ({few:,}): {small[place][0]} queries, {small[place][1] * 1000:.0f} ms",
            f"{large[place][0] / small[place][0]:.2f}",
            "1.00 (queries)",
        )
        for place, what in enumerate(("failing, 14 runs", "all, 60 runs"))
    ]


def _measure(tests: int, days: int) -> tuple[list[tuple[int, float]], int]:
    results = _fill(tests, days)
    return [_ask("/tests/"), _ask("/tests/?show=all&runs=30")], results


def _ask(url: str) -> tuple[int, float]:
    client = Client(headers={"host": "localhost"})
    client.get(url)  # templates are compiled once
    seconds = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            answer = client.get(url)
            seconds.append(time.perf_counter() - started)
        assert answer.status_code == 200
    return len(queries), statistics.median(seconds)


def _fill(tests: int, days: int) -> int:
    """A run a day in both CI systems, every test in each; one in fifty fails, others than the day before."""
    Repository.objects.all().delete()
    repository = Repository.objects.create(slug="lm", name="LM", image="nvcr.io/x", default_branch="main")
    Branch.objects.create(repository=repository, name="main", is_default=True)
    Variant.objects.create(repository=repository, name="dev", label="dev", rule_kind="equal")
    remotes = [Remote.objects.create(repository=repository, kind=kind, location="o/r") for kind in ("github", "gitlab")]
    TestCase.objects.bulk_create(
        TestCase(repository=repository, suite=f"suite{n % 6}", name=f"test_case_of_some_length_{n:04}")
        for n in range(tests)
    )
    Run.objects.bulk_create(
        Run(
            remote=remote, external_id=f"{day}", baseline="main", status="completed", conclusion="failure",
            created_at=NOW - timedelta(days=day, hours=1), is_settled=True,
        )
        for remote in remotes
        for day in range(days)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_EVERY_RESULT)
    return JobResult.objects.count()


_FAILS = "(t.id + r.id) % 50 = 0"
_EVERY_RESULT = f"""
    insert into bumps_jobresult (
        run_id, remote_id, test_id, baseline, ran_at, external_id, attempt, counts, kind, name, stage, bridge,
        runner_labels, platform, environment, status, conclusion, raw_state, allow_failure, url, triage, triage_tries,
        failure_kind, failure_line, failure_line_number, failure_excerpt, failure_metrics, failure_source, failure_note)
    select r.id, r.remote_id, t.id, 'main', r.created_at, t.id, 1, true, 'functional', t.name, '', '',
        '[]', 'h100', 'dev', 'completed', case when {_FAILS} then 'failure' else 'success' end, '', false, '',
        'done', 0, case when {_FAILS} then 'drift' else '' end, 'The following metrics failed: num-zeros', 7, '[]',
        case when {_FAILS} then '["num-zeros"]' else '[]' end, '', ''
    from bumps_run r cross join bumps_testcase t
"""  # noqa: S608
