"""The page of one test."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.dashboard.board import Board
from tests.dashboard.ci_board import HANG, Ci, hours_ago
from tests.dashboard.test_tests_grid import HOSTILE, text

pytestmark = pytest.mark.django_db


def url(ci: Ci, name: str = "hangs") -> str:
    return f"/tests/megatron-lm/{ci.test(name).pk}/"


def test_a_lane_per_platform_and_system(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, False])
    ci.history("hangs", [True], remote=ci.gitlab)
    ci.fail(ci.run(hours_ago(2)), "hangs", "oom", platform="gb200")
    html = text(client, url(ci))
    assert "Fails on GitHub" in html
    for lane in ("GitHub H100", "GitLab H100", "GitHub GB200"):
        assert lane in html
    assert "1 of 2 failed, failing since" in html
    assert "0 of 1 failed" in html
    assert HANG in html


def test_kinds_are_counted_by_month(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, False, False], step=1)
    html = text(client, url(ci)).split("Why it failed, by month")[1]
    assert "Hang or time-out" in html
    assert "<strong>2</strong>" in html


def test_a_result_of_it_can_be_looked_at(client: Client, ci: Ci) -> None:
    job = ci.fail(ci.run(hours_ago(1)), "hangs")
    other = ci.fail(ci.run(hours_ago(1)), "other")
    assert 'id="result"' in text(client, f"{url(ci)}?result={job.pk}")
    assert 'id="result"' not in text(client, f"{url(ci)}?result={other.pk}")
    assert 'id="result"' not in text(client, f"{url(ci)}?result=x")


def test_marks_with_age_and_issue(client: Client, ci: Ci, board: Board) -> None:
    issue = board.repository.issues.create(ref="#513", state="closed", closed_at=hours_ago(24 * 90))
    board.main.broken_marks.create(
        name="hangs", test=ci.test("hangs"), path="p", way="broken", scope="mr-broken", platform="dgx_h100",
        issue=issue, since_at=hours_ago(24 * 140), since_pull_request="#2031", since_commit="a" * 40, reason="OOM",
    )  # fmt: skip
    html = text(client, url(ci))
    assert "140 d" in html
    assert "pull/2031" in html
    assert "90 days" in html


def test_one_that_never_ran(client: Client, ci: Ci) -> None:
    html = text(client, url(ci))
    assert "Has not run on" in html
    assert "Never failed" in html


def test_failures_are_pages_and_branches_are_apart(client: Client, ci: Ci, board: Board) -> None:
    board.branch("core_r0.16.0")
    ci.history("hangs", [False] * 12)
    ci.fail(ci.run(hours_ago(1), baseline="core_r0.16.0"), "hangs")
    assert "1 to 10 of 12" in text(client, url(ci))
    assert "11 to 12 of 12" in text(client, f"{url(ci)}?page=2")
    assert "1 of 1 failed" in text(client, f"{url(ci)}?branch=core_r0.16.0")
    assert "12 of 12 failed" in text(client, f"{url(ci)}?branch=nonsense")


def test_hostile_text_is_escaped(client: Client, ci: Ci) -> None:
    ci.fail(ci.run(hours_ago(1)), HOSTILE, HOSTILE[:20], HOSTILE, failure_excerpt=[HOSTILE])
    html = text(client, url(ci, HOSTILE))
    assert "<script>alert" not in html
    assert "<!channel>" not in html


def test_what_is_not_known_is_not_found(client: Client, ci: Ci) -> None:
    theirs = Ci(Board("other", "Other")).test("theirs")
    for address in (f"/tests/megatron-lm/{theirs.pk}/", "/tests/megatron-lm/999/", f"/tests/none/{theirs.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(url(ci)).status_code == 405
