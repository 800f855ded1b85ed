"""What every page says of the service: a silent worker, a Redis that does not answer, the icon's verdict."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from dashboard.pages import service
from tests.dashboard.board import Board

pytestmark = pytest.mark.django_db


def test_a_live_worker_needs_no_words(client: Client) -> None:
    assert "worker-warning" not in client.get("/").content.decode()


def test_a_silent_worker_is_said_on_every_page(client: Client, board: Board) -> None:
    cache.set(service.HEARTBEAT, time.time() - 185)
    for url in ("/", "/repositories/", "/repositories/megatron-lm/", "/activity/", "/search", "/sign-in"):
        assert "No worker has reported for 3 min; pins are not being polled." in client.get(url).content.decode(), url


@pytest.mark.parametrize("beat", [None, "yes"])
def test_a_worker_that_never_reported(beat: str | None) -> None:
    cache.set(service.HEARTBEAT, beat)
    assert "No worker has reported yet" in service.worker_warning(timezone.now())


def test_a_clock_that_runs_ahead_is_no_silence() -> None:
    assert service.worker_warning(timezone.now() - timedelta(seconds=30)) == ""


def test_a_cache_that_fails_breaks_no_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(key: str) -> None:
        raise ConnectionError(key)

    monkeypatch.setattr("dashboard.pages.service.cache.get", fail)
    response = client.get("/activity/")
    assert response.status_code == 200
    assert "Redis does not answer" in response.content.decode()


def test_the_icon_follows_the_verdict(board: Board) -> None:
    assert service.state_now() == "unknown"
    board.agree()
    assert service.state_now() == "sync"
    board.pin(board.gitlab, "two rows match", 3, row="amd64", kind="unreadable")
    assert service.state_now() == "unknown"


def test_an_open_desync_is_on_every_icon_and_title(client: Client, board: Board) -> None:
    board.forget_gitlab()
    html = client.get("/activity/").content.decode()
    assert "<title>≠ Activity" in html
    assert "favicon-desync.svg" in html
