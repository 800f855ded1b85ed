"""Green only for what was read: a repository that was never read, or fails for long, makes the verdict unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import Remote
from dashboard.pages import service
from tests.dashboard.board import Board

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge(board: Board) -> Board:
    board.agree()
    bridge = Board("megatron-bridge", "Megatron-Bridge")
    bridge.agree()
    return bridge


def fail(board: Board, since: timedelta) -> None:
    then = timezone.now() - since
    Remote.objects.filter(pk=board.git.pk).update(answered_at=then, failing_since=then, error="no route")


def text(client: Client) -> str:
    return client.get("/").content.decode()


def test_a_repository_that_was_never_read_is_not_in_sync(client: Client, board: Board) -> None:
    board.agree()
    Board("megatron-bridge", "Megatron-Bridge")
    html = text(client)
    assert "Could not tell: Megatron-Bridge was never read" in html
    assert "What is known is in sync: 1 repository, 1 comparison." in html
    assert 'data-state="unknown"' in html
    assert service.state_now() == "unknown"


def test_a_remote_that_fails_for_days_leaves_the_verdict_open(client: Client, bridge: Board) -> None:
    fail(bridge, timedelta(days=9, minutes=1))
    html = text(client)
    assert "Could not tell: Megatron-Bridge has not answered for 9 d" in html
    assert "All in sync" not in html
    assert service.state_now() == "unknown"


def test_a_short_failure_tells_the_age(client: Client, bridge: Board) -> None:
    fail(bridge, timedelta(minutes=4, seconds=1))
    html = text(client)
    assert "All in sync" in html
    assert "every pin agrees with its twin, Megatron-Bridge as of 4 min ago." in html
    assert service.state_now() == "sync"


def test_a_desync_wins_over_silence(client: Client, bridge: Board) -> None:
    fail(bridge, timedelta(days=9))
    bridge.bump_github_alone()
    assert "Megatron-Bridge main is out of sync" in text(client)
    assert service.state_now() == "desync"


def test_many_silent_ones_are_counted(client: Client, board: Board) -> None:
    board.agree()
    for number in range(5):
        Board(f"r{number}", f"R{number}")
    assert "R0 was never read, R1 was never read, R2 was never read and 2 more" in text(client)
