from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bumps.models import AuditEntry, Remote
from tests.dashboard.board import Board

URL = "/repositories/megatron-lm/poll"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _not_due(board: Board) -> None:
    Remote.objects.filter(pk=board.git.pk).update(next_poll_at=timezone.now() + timedelta(hours=1))


def is_due(board: Board) -> bool:
    board.git.refresh_from_db()
    return board.git.next_poll_at is not None and board.git.next_poll_at <= timezone.now()


def test_it_makes_the_remote_due_and_writes_who_pressed(signed_in: Client, board: Board, member: User) -> None:
    response = signed_in.post(URL, follow=True)
    assert "polled within a few seconds" in response.content.decode()
    assert is_due(board)
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.user_name, entry.verb, entry.repository) == (member, "rita.kim", "poll", board.repository)


def test_pressed_twice_it_is_due_once(signed_in: Client, board: Board) -> None:
    signed_in.post(URL)
    assert signed_in.post(URL).status_code == 302
    assert AuditEntry.objects.count() == 1


def test_it_refuses_get(signed_in: Client, board: Board) -> None:
    assert signed_in.get(URL).status_code == 405
    assert not is_due(board)


def test_it_sends_the_anonymous_to_sign_in(client: Client, board: Board) -> None:
    response = client.post(URL)
    assert response.status_code == 302
    assert response["Location"] == "/sign-in?next=/repositories/megatron-lm/"
    assert not is_due(board)


def test_whose_session_ran_out_comes_back_to_the_button(client: Client, board: Board, member: User) -> None:
    where = client.post(URL)["Location"]
    response = client.post(where, {"username": "rita.kim", "password": "sync-or-not"}, follow=True)
    assert response.status_code == 200
    assert f'action="{URL}"' in response.content.decode()


def test_it_refuses_a_form_of_another_site(member: User, board: Board) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    response = client.post(URL)
    assert response.status_code == 403
    assert "could not be trusted" in response.content.decode()
    assert not is_due(board)


def test_an_unknown_repository_is_not_found(signed_in: Client) -> None:
    assert signed_in.post("/repositories/nope/poll").status_code == 404


def test_without_a_git_remote_it_says_what_is_missing(signed_in: Client, board: Board) -> None:
    board.git.delete()
    assert "add git = … to the configuration" in signed_in.post(URL, follow=True).content.decode()


def test_the_page_offers_the_button_to_who_may_press_it(client: Client, member: User, board: Board) -> None:
    assert "Sign in to poll now" in client.get("/repositories/megatron-lm/").content.decode()
    client.force_login(member)
    assert f'action="{URL}"' in client.get("/repositories/megatron-lm/").content.decode()
