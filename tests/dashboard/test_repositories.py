from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bumps.models import JobRun
from tests.dashboard.board import Board

URL = "/repositories/"
pytestmark = pytest.mark.django_db


def test_it_lists_every_repository_with_its_state(client: Client, board: Board) -> None:
    board.forget_gitlab()
    Board("quiet", "Quiet").agree()
    html = client.get(URL).content.decode()
    assert "1 of 1 out of sync" in html
    assert "1 of 1 in sync" in html
    assert 'href="/repositories/quiet/"' in html


def test_with_nothing_tracked_it_says_what_to_do(client: Client) -> None:
    assert "Nothing is tracked yet" in client.get(URL).content.decode()


def test_a_first_fetch_shows_how_far_it_is(client: Client, board: Board) -> None:
    board.main.delete()
    now = timezone.now()
    JobRun.objects.create(kind="backfill", repository=board.repository, done=1, total=4, started_at=now, beat_at=now)
    assert "fetching, 25 %" in " ".join(client.get(URL).content.decode().split())


def test_the_number_of_queries_does_not_grow(client: Client, board: Board) -> None:
    board.agree()
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(8):
        Board(f"r{number}", f"R{number}").agree()
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)


def test_it_refuses_post(client: Client) -> None:
    assert client.post(URL).status_code == 405
