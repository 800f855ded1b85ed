"""A commit dated in the future: the rest of the history stays, and nothing lasts for 0 s."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dashboard.pages.history import moves
from tests.dashboard.board import CLOSED, OPENED, Board

FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_it_hides_none_of_the_later_commits(board: Board) -> None:
    board.agree("26.01", 1, OPENED)
    board.agree("26.02", 2, FUTURE)
    board.agree("26.03", 3, OPENED + timedelta(hours=1))
    board.agree("26.04", 4, FUTURE)
    now = CLOSED + timedelta(days=3)
    times = [move.at for move in moves(board.main, board.variant, now)]
    assert times == [OPENED, OPENED + timedelta(hours=1), OPENED + timedelta(hours=1), now]


def test_an_open_desync_dated_in_the_future_says_so(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    desync.opened_at = FUTURE
    desync.save()
    for url in ("/", "/repositories/megatron-lm/", f"/desyncs/{desync.pk}/"):
        html = client.get(url).content.decode()
        assert "dated in the future" in html, url
        assert ">0 s<" not in html, url
