"""The panel of a selected result."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.dashboard.board import Board
from tests.dashboard.ci_board import HANG, Ci, hours_ago
from tests.dashboard.test_tests_grid import text

pytestmark = pytest.mark.django_db


def side(html: str) -> str:
    return html.split('<aside id="side"')[1].split("</aside>")[0]


def test_it_tells_why_since_when_on_what_and_where_to_look(client: Client, ci: Ci, board: Board) -> None:
    ci.history("hangs", [True, False])
    last = ci.run(hours_ago(0.2), tag="26.06")
    job = ci.fail(last, "hangs", failure_excerpt=["before", HANG, "after"], failure_source="job log", attempt=3)
    html = side(text(client, f"/tests/?cell={job.pk}"))
    assert "Hang or time-out" in html
    assert "26.06" in html
    assert "attempt 3" in html
    assert "Failing" in html
    for number, line in ((11130, "before"), (11131, HANG), (11132, "after")):
        assert f'log-number">{number}</td>' in html
        assert line in html
    assert '<tr class="proof">' in html
    assert job.url in html
    assert f"/tests/megatron-lm/{job.test_id}/" in html


def test_a_streak_that_ended_says_so(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, False, True])
    job = ci.test("hangs").results.get(conclusion="timed_out")
    assert "passes since" in side(text(client, f"/tests/?cell={job.pk}"))


def test_one_that_passed_has_a_panel_too(client: Client, ci: Ci) -> None:
    ci.history("passes", [True])
    job = ci.test("passes").results.get()
    assert "Passed" in side(text(client, f"/tests/?cell={job.pk}"))


@pytest.mark.parametrize(
    ("triage", "said"),
    [("pending", "not read yet"), ("unavailable", "no log to read any more"), ("done", "Nothing in its log tells why")],
)
def test_without_a_line_it_says_why_there_is_none(client: Client, ci: Ci, triage: str, said: str) -> None:
    job = ci.fail(ci.run(hours_ago(1)), "t", "unknown", "", triage=triage)
    assert said in side(text(client, f"/tests/?cell={job.pk}"))


def test_marks_and_their_issue_stand_in_it(client: Client, ci: Ci, board: Board) -> None:
    job = ci.fail(ci.run(hours_ago(1)), "marked")
    issue = board.repository.issues.create(ref="#513", state="closed", closed_at=hours_ago(48))
    board.main.broken_marks.create(name="marked", test=job.test, path="p", way="broken", issue=issue)
    html = side(text(client, f"/tests/?cell={job.pk}"))
    assert "-broken scope" in html
    assert "#513" in html
    assert "closed" in html


def test_a_result_that_is_gone_or_of_another_repository(client: Client, ci: Ci) -> None:
    other = Ci(Board("other", "Other"))
    job = other.fail(other.run(hours_ago(1)), "theirs")
    for cell in (job.pk, 999_999):
        assert "No such result" in side(text(client, f"/tests/?repository=megatron-lm&cell={cell}"))
    assert "side-panel" not in text(client, "/tests/")
