"""Hundreds of branches out of sync: the verdict and the matrix show some and lead to all."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.pages import matrix
from tests.dashboard.board import Board

pytestmark = pytest.mark.django_db


def cut(board: Board, count: int, *, kind: str = "value") -> None:
    for number in range(count):
        branch = board.branch(f"core_r{number}")
        board.pin(board.github, "26.04", 0, branch=branch)
        board.pin(board.gitlab, "26.02", 0, branch=branch, kind=kind)


def test_the_verdict_names_the_worst_and_leads_to_all(client: Client, board: Board) -> None:
    board.agree()
    cut(board, 7)
    html = client.get("/").content.decode()
    assert "7 branches are out of sync" in html
    assert html.count("<li>\n      <p>\n        <strong>Megatron-LM core_r") == 5
    assert 'href="?show=desync"\n         id="more-cases">and 2 more' in html


def test_so_does_one_that_could_not_tell(client: Client, board: Board) -> None:
    board.agree()
    cut(board, 7, kind="unreadable")
    html = client.get("/").content.decode()
    assert "Could not tell for 7 comparisons" in html
    assert 'href="?all=1"\n         id="more-cases">and 2 more' in html


def test_the_matrix_shows_the_worst_and_leads_to_all(
    client: Client, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix, "MAX_LINES", 2)
    board.forget_gitlab()
    for number in range(3):
        board.pin(board.github, "26.04", 0, branch=board.branch(f"zz{number}"))
    html = client.get("/repositories/megatron-lm/?range=all").content.decode()
    assert "2 more branches" in html
    assert "?range=all&amp;matrix=all" in html
    assert "more branches." not in client.get("/repositories/megatron-lm/?matrix=all").content.decode()
