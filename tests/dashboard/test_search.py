from __future__ import annotations

import pytest
from django.test import Client

from tests.dashboard.board import Board

pytestmark = pytest.mark.django_db


def find(client: Client, query: str) -> tuple[int, str]:
    response = client.get("/search", {"q": query})
    return response.status_code, response.get("Location", "") or response.content.decode()


@pytest.mark.parametrize("query", ["Megatron-LM", "megatron-lm", "  MEGATRON-lm "])
def test_a_repository_by_name_or_slug(client: Client, board: Board, query: str) -> None:
    assert find(client, query) == (302, "/repositories/megatron-lm/")


def test_a_branch_leads_to_its_timeline(client: Client, board: Board) -> None:
    board.branch("core_r0.17.0")
    assert find(client, "core_r0.17.0") == (302, "/repositories/megatron-lm/?branch=core_r0.17.0")
    status, html = find(client, "core_r0")
    assert status == 200
    assert "core_r0.17.0" in html


@pytest.mark.parametrize("query", ["#4611", "4611", "#4688"])
def test_a_pull_request_leads_to_the_desync_it_opened_or_closed(client: Client, board: Board, query: str) -> None:
    desync = board.forget_gitlab()
    board.repair(desync)
    assert find(client, query) == (302, f"/desyncs/{desync.pk}/")


def test_a_pull_request_that_only_moved_pins_leads_to_the_timeline(client: Client, board: Board) -> None:
    board.agree()
    assert find(client, "#3474") == (302, "/repositories/megatron-lm/?branch=main&variant=dev")


def test_a_tag_leads_to_who_builds_on_it(client: Client, board: Board) -> None:
    board.agree("26.04")
    assert find(client, "26.04") == (302, "/repositories/megatron-lm/?branch=main&variant=dev")
    other = board.branch("dev")
    board.pin(board.github, "26.04", 1, branch=other)
    status, html = find(client, "26.04-py3")
    assert status == 200
    assert "2 hits" in html


def test_nothing_found_says_what_to_try(client: Client, board: Board) -> None:
    status, html = find(client, "<script>alert(1)</script>")
    assert status == 200
    assert "Nothing is called" in html
    assert "<script>alert" not in html


def test_without_a_query_it_is_a_form(client: Client) -> None:
    status, html = find(client, "")
    assert status == 200
    assert "Nothing is called" not in html


@pytest.mark.parametrize("query", ["Megatron\0-LM", "\x7fMegatron-LM\r\n"])
def test_control_characters_are_not_searched_for(client: Client, board: Board, query: str) -> None:
    assert find(client, query) == (302, "/repositories/megatron-lm/")
    assert find(client, "\0")[0] == 200


def test_it_refuses_post(client: Client) -> None:
    assert client.post("/search").status_code == 405


@pytest.mark.parametrize("query", ["gpt3_hangs", "GPT3_HANGS", "gpt/gpt3_hangs"])
def test_a_test_is_found_by_its_name(client: Client, board: Board, query: str) -> None:
    case = board.repository.test_cases.create(suite="gpt", name="gpt3_hangs")
    board.repository.test_cases.create(suite="moe", name="gpt3_hangs_too")
    assert find(client, query) == (302, f"/tests/megatron-lm/{case.pk}/")
    assert "gpt3_hangs_too" in find(client, "hangs")[1]
