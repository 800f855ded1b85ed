from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bumps.models import Desync
from tests.dashboard.board import CLOSED, OPENED, Board, sha, submodule

pytestmark = pytest.mark.django_db


def text(client: Client, desync: Desync) -> str:
    response = client.get(f"/desyncs/{desync.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_one_that_is_over_says_how_long_who_and_the_values_at_both_ends(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    board.repair(desync)
    html = text(client, desync)
    assert "Megatron-LM main was out of sync: GitHub built on 26.04, GitLab on 26.02" in html
    assert "8 h 22 min 8 s" in html
    assert "/pull/4611" in html
    assert "/pull/4688" in html
    assert "When it closed" in html
    assert "docker/.ngc_version.dev" in html
    assert 'data-chart="zoom"' in html


def test_an_open_one_is_loud(client: Client, board: Board) -> None:
    html = text(client, board.forget_gitlab())
    assert "is out of sync" in html
    assert 'class="verdict desync"' in html
    assert "still open" in html


def test_one_that_the_branch_inherited_says_so(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    desync.opened_position = 0
    desync.save()
    assert "since the branch was cut" in text(client, desync)


def test_one_of_commits_names_what_it_should_equal(client: Client, board: Board) -> None:
    variant = submodule(board, sha(0xA << 156), sha(0xB << 156), sha(0xC << 156))
    desync = Desync.objects.create(
        branch=board.main, variant=variant, opened_position=7, opened_at=OPENED, opened_commit=sha(7)
    )
    html = text(client, desync)
    assert "Megatron-LM stands at a000000, which equals none of .main.commit, .dev.commit" in html
    assert "data-chart" not in html


def test_its_neighbours_are_one_press_away(client: Client, board: Board) -> None:
    middle = board.forget_gitlab()
    made = [
        Desync.objects.create(
            branch=board.main,
            variant=board.variant,
            opened_position=9,
            opened_at=OPENED + timedelta(days=days),
            opened_commit=sha(50 + days),
            closed_at=CLOSED + timedelta(days=days),
        )
        for days in (-1, 1)
    ]
    html = text(client, middle)
    assert f'href="/desyncs/{made[0].pk}/"' in html
    assert f'href="/desyncs/{made[1].pk}/"' in html


def test_hostile_text_is_escaped(client: Client, board: Board) -> None:
    desync = board.forget_gitlab(subject="<script>alert(1)</script><!channel>")
    desync.opened_author = "<script>alert(2)</script>"
    desync.values = {"<script>alert(3)</script>": "<!channel>"}
    desync.save()
    html = text(client, desync)
    assert "<script>alert" not in html
    assert "<!channel>" not in html


def test_an_unknown_one_is_a_404_page(client: Client) -> None:
    response = client.get("/desyncs/4711/")
    assert response.status_code == 404
    assert "No such desync" in response.content.decode()


def test_it_refuses_post(client: Client, board: Board) -> None:
    assert client.post(f"/desyncs/{board.forget_gitlab().pk}/").status_code == 405
