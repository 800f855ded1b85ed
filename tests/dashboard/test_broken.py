"""Tests that left the gate."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import BrokenMark, Issue
from tests.dashboard.board import Board
from tests.dashboard.test_tests_grid import HOSTILE, headline, text

URL = "/broken/"
pytestmark = pytest.mark.django_db


def mark(board: Board, name: str, days: int | None = 10, issue: Issue | None = None, **more: Any) -> BrokenMark:
    since = None if days is None else timezone.now() - timedelta(days=days, hours=1)
    fields: dict[str, Any] = {"way": "broken", "scope": "mr-broken", "platform": "dgx_h100", "line": 7} | more
    path = "tests/test_utils/recipes/h100/gpt.yaml"
    known = {} if days is None else {"since_commit": "a" * 40, "since_pull_request": "#2031", "since_author": "Oliver"}
    branch = fields.pop("branch", board.main)
    return BrokenMark.objects.create(
        branch=branch, name=name, path=path, since_at=since, issue=issue, **known, **fields
    )


def issue(board: Board, ref: str, state: str, closed: int | None = None, **more: Any) -> Issue:
    at = None if closed is None else timezone.now() - timedelta(days=closed, hours=1)
    return Issue.objects.create(repository=board.repository, ref=ref, state=state, closed_at=at, **more)


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*(?:<a[^>]*>)?<span class="mono" title="([^"]*)"', html)


def test_with_none_it_says_what_would_appear(client: Client, board: Board) -> None:
    html = text(client, URL)
    assert headline(html) == "No test is out of the gate"
    assert "<table" not in html


def test_the_one_that_outlived_its_issue_comes_first_and_loud(client: Client, board: Board) -> None:
    mark(board, "oldest", 400)
    mark(board, "overdue", 140, issue(board, "#3301", "closed", 90, url="https://github.com/o/r/issues/3301"))
    html = text(client, URL)
    assert headline(html) == "1 mark stands though its issue is closed"
    said = re.sub(r"<[^>]*>|\s+", " ", html)
    assert re.search(r"overdue : broken for\s+140 days ?,\s+its issue #3301 closed\s+90 days\s+ago", said)
    assert names(html) == ["overdue", "oldest"]
    assert 'class="overdue"' in html
    assert 'href="https://github.com/o/r/issues/3301"' in html


def test_each_row_tells_how_where_since_when_and_for_which_issue(client: Client, board: Board) -> None:
    mark(board, "a", 60, issue(board, "!513", "unknown", reason="not GitHub's number"))
    mark(board, "b", None, way="commented-out", scope="", platform="", reason="# Hangs")
    html = text(client, URL)
    assert headline(html) == "2 marks out of the gate"
    for said in (
        "-broken scope", "mr-broken", "H100", "h100/gpt.yaml:7", "60 days", "pull/2031", "Oliver", "!513",
        "state unknown", "GitHub&#x27;s number", "Row commented out", "all platforms", "not known", "no issue named",
        "# Hangs",
    ):  # fmt: skip
        assert said in html, said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["closed", "open", "unknown", "none"]),
        ("issue=closed", ["closed"]),
        ("issue=open", ["open"]),
        ("issue=unknown", ["unknown"]),
        ("issue=none", ["none"]),
        ("issue=nonsense", ["closed", "open", "unknown", "none"]),
        ("way=flaky", ["none"]),
        ("q=OPE", ["open"]),
        ("repository=other", []),
        ("branch=core_r0.16.0", ["released"]),
    ],
)
def test_filters(client: Client, board: Board, query: str, found: list[str]) -> None:
    Board("other", "Other")
    for number, state in enumerate(("closed", "open", "unknown")):
        mark(board, state, 50 - number, issue(board, f"#{number}", state))
    mark(board, "none", 1, way="flaky")
    mark(board, "released", branch=board.branch("core_r0.16.0"))
    html = text(client, f"{URL}?{query}")
    assert names(html) == found
    if not found:
        assert "No mark fits these filters" in html
    if not query:
        assert re.sub(r"<[^>]*>", "", html).count("All 4") == 1


def test_many_are_pages(client: Client, board: Board) -> None:
    for number in range(53):
        mark(board, f"t{number:02}", 100 - number)
    assert "1 to 50 of 53" in text(client, URL)
    assert names(text(client, f"{URL}?page=2")) == ["t50", "t51", "t52"]


def test_hostile_text_is_escaped(client: Client, board: Board) -> None:
    bad = issue(board, "#1", "closed", title=HOSTILE, reason=HOSTILE, url="javascript:alert(1)")
    mark(board, HOSTILE, 1, bad, scope=HOSTILE, reason=HOSTILE, platform=HOSTILE[:40])
    html = text(client, f"{URL}?q=script")
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<!channel>" not in html
    assert "javascript:" not in html


def test_marks_of_deleted_branches_are_gone_and_post_is_refused(client: Client, board: Board) -> None:
    mark(board, "a")
    board.main.gone(timezone.now())
    assert headline(text(client, URL)) == "No test is out of the gate"
    assert client.post(URL).status_code == 405
