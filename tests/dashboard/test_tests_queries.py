"""The Tests pages cost the same number of queries at any volume."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bumps.models import BrokenMark, JobResult, Run, TestCase
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci, hours_ago

# Of a viewer who is not signed in. A selected cell adds four, the list of unrecognised jobs two.
GRID, TEST, BROKEN, BUMPS = 20, 17, 11, 12


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(ci: Ci, tests: int, days: int) -> None:
    """A run a day in both systems, every test in each, one in ten failing."""
    cases = TestCase.objects.bulk_create(
        TestCase(repository=ci.board.repository, suite=f"s{n % 5}", name=f"t{n:04}") for n in range(tests)
    )
    now = timezone.now()
    runs = Run.objects.bulk_create(
        Run(
            remote=remote,
            external_id=f"{remote.pk}-{day}",
            baseline="main",
            status="completed",
            conclusion="failure",
            created_at=now - timedelta(days=day, hours=2),
        )
        for remote in (ci.github, ci.gitlab)
        for day in range(days)
    )
    JobResult.objects.bulk_create(
        JobResult(
            run=run,
            remote_id=run.remote_id,
            test=case,
            baseline="main",
            ran_at=run.created_at,
            external_id=f"{n}",
            name=case.name,
            kind="functional",
            platform="h100",
            environment="dev",
            status="completed",
            conclusion="failure" if n % 10 == 0 else "success",
            failure_kind="drift" if n % 10 == 0 else "",
        )
        for run in runs
        for n, case in enumerate(cases)
    )
    BrokenMark.objects.bulk_create(
        BrokenMark(branch=ci.board.main, test=case, name=case.name, path="p", way="flaky") for case in cases[:90]
    )


@pytest.mark.django_db
def test_the_grid_and_a_tests_page_cost_the_same_at_any_volume(client: Client, ci: Ci, board: Board) -> None:
    board.repair(board.forget_gitlab())
    ci.history("hangs", [True, False])
    ci.history("hangs", [True, False], remote=ci.gitlab)
    case = ci.test("hangs")
    page = f"/tests/megatron-lm/{case.pk}/"
    small = count(client, "/tests/?show=all&runs=30"), count(client, page)
    grow(ci, tests=100, days=40)
    for number in range(20):
        other = Board(f"r{number}", f"R{number}")
        other.branch("core_r0.1.0")
    assert (count(client, "/tests/?show=all&runs=30"), count(client, page)) == small == (GRID, TEST)


@pytest.mark.django_db
def test_marks_and_bumps_cost_the_same_at_any_volume(client: Client, ci: Ci, board: Board) -> None:
    pins = ({"github/dev": "26.02", "gitlab/dev/amd64": "26.02"}, {"github/dev": "26.04", "gitlab/dev/amd64": "26.04"})

    def some(first: int, last: int) -> None:
        for number in range(first, last):
            ci.bump(number, *pins, state="open" if number % 2 else "merged")
            ci.fail(ci.run(hours_ago(1), baseline="", pull_request=number), f"t{number}")
            issue = board.repository.issues.create(ref=f"#{number}", state="closed", closed_at=hours_ago(90))
            board.main.broken_marks.create(name=f"t{number}", path="p", way="broken", issue=issue)

    some(1, 4)
    small = count(client, "/broken/"), count(client, "/bumps/")
    some(4, 40)
    assert (count(client, "/broken/"), count(client, "/bumps/")) == small == (BROKEN, BUMPS)
