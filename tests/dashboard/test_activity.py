from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bumps.models import AuditEntry, JobRun
from tests.dashboard.board import Board

URL = "/activity/"
pytestmark = pytest.mark.django_db


def text(client: Client, url: str = URL) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def finished(board: Board, state: str = "succeeded", error: str = "") -> JobRun:
    now = timezone.now()
    start = now - timedelta(seconds=70)
    return JobRun.objects.create(
        kind="backfill",
        repository=board.repository,
        state=state,
        error=error,
        started_at=start,
        beat_at=now,
        finished_at=now,
    )


def test_empty_it_says_what_will_stand_here(client: Client) -> None:
    html = text(client)
    for words in ("Nothing runs.", "No work has finished yet.", "No remote is polled.", "Nobody has pressed anything"):
        assert words in html


def test_running_work_shows_its_progress(client: Client, board: Board) -> None:
    now = timezone.now()
    JobRun.objects.create(
        kind="backfill", repository=board.repository, message="main", done=1, total=4, started_at=now, beat_at=now
    )
    html = " ".join(text(client).split())
    assert 'aria-label="backfill Megatron-LM" max="100" value="25"' in html
    assert 'hx-trigger="every 2s"' in html


def test_finished_work_says_how_it_ended(client: Client, board: Board) -> None:
    finished(board)
    finished(board, "failed", "could not resolve host")
    finished(board, "interrupted", "The worker that ran it stopped.")
    html = text(client)
    for words in ("succeeded", "failed", "interrupted", "could not resolve host", "1 min"):
        assert words in html


def test_a_failing_remote_says_since_when_and_why(client: Client, board: Board) -> None:
    now = timezone.now()
    board.git.failed(now, "timed out", now + timedelta(minutes=5))
    html = text(client)
    assert "1 try: timed out" in html
    assert "in 4 min" in html


def test_who_pressed_what(client: Client, board: Board) -> None:
    AuditEntry.objects.create(user_name="rita.kim", verb="poll", repository=board.repository, at=timezone.now())
    AuditEntry.objects.create(user_name="gone", verb="poll", at=timezone.now())
    html = text(client)
    assert "rita.kim" in html
    assert "gone" in html


def test_both_lists_are_paged_each_by_itself(client: Client, board: Board) -> None:
    for _ in range(25):
        finished(board)
        AuditEntry.objects.create(user_name="rita", verb="poll", at=timezone.now())
    html = text(client, f"{URL}?jobs=2")
    assert "21 to 25 of 25" in html
    assert "1 to 20 of 25" in html
    assert "?jobs=2&amp;audit=2" in html


def test_kinds_of_work_and_of_remotes_are_words(client: Client, board: Board) -> None:
    now = timezone.now()
    for kind in ("poll", "poll_ci"):
        JobRun.objects.create(kind=kind, repository=board.repository, started_at=now, beat_at=now)
    html = text(client)
    assert "<strong>git poll</strong>" in html
    assert "<strong>CI poll</strong>" in html
    assert "poll_ci" not in html
    assert "<td>git</td>" in html


def test_hostile_errors_are_escaped(client: Client, board: Board) -> None:
    finished(board, "failed", "<script>alert(1)</script><!channel>")
    html = text(client)
    assert "<script>alert" not in html
    assert "<!channel>" not in html


def test_the_number_of_queries_does_not_grow(client: Client, board: Board) -> None:
    finished(board)
    AuditEntry.objects.create(user_name="rita", verb="poll", repository=board.repository, at=timezone.now())
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(5):
        finished(Board(f"r{number}", f"R{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)


def test_htmx_gets_the_live_part_alone(client: Client) -> None:
    html = client.get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="live"' in html


def test_it_refuses_post(client: Client) -> None:
    assert client.post(URL).status_code == 405
