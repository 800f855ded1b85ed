from __future__ import annotations

import pytest

from bumps.models import Remote
from dashboard.pages.links import Links, links_of
from tests.dashboard.board import Board

BOTH = Links("https://github.com/o/r", "https://gitlab.example/g/p")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("#4611", "https://github.com/o/r/pull/4611"),
        ("!4108", "https://gitlab.example/g/p/-/merge_requests/4108"),
        ("#", ""),
        ("#12/../..", ""),
    ],
)
def test_a_pull_request_leads_to_its_host(name: str, url: str) -> None:
    assert BOTH.pull_request(name) == url


def test_without_a_page_of_the_host_there_is_no_link() -> None:
    assert Links("https://github.com/o/r").pull_request("!4108") == ""
    assert Links().commit("abc") == ""
    assert Links(gitlab="https://gitlab.example/g/p").commit("abc") == "https://gitlab.example/g/p/-/commit/abc"


def test_an_address_a_browser_must_not_follow_is_none(board: Board) -> None:
    Remote.objects.filter(kind="github").update(web_url="javascript:alert(1)")
    assert links_of(board.repository) == Links()
