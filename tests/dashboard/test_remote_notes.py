"""How remotes answer: mirrors that lag, quotas, and a first start where nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import MirrorLag, Quota, Remote
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci, hours_ago
from tests.dashboard.test_tests_grid import text

URL = "/repositories/megatron-lm/"
pytestmark = pytest.mark.django_db


def lag(ci: Ci, **fields: object) -> None:
    MirrorLag.objects.create(remote=ci.gitlab, branch=ci.board.main, checked_at=timezone.now(), **fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"head": "a" * 40, "behind": 3}, "GitLab main is 3 commits behind GitHub"),
        ({"head": "a" * 40, "behind": 1, "behind_since": hours_ago(2)}, "1 commit behind GitHub, the oldest for 2 h"),
        ({"head": "a" * 40, "behind": 0}, "GitLab main is up to date with GitHub"),
        ({"head": "a" * 40, "behind": None}, "GitLab main has gone its own way"),
        ({"head": ""}, "GitLab main does not exist there"),
    ],
)
def test_how_far_a_mirror_is_behind(client: Client, ci: Ci, fields: dict[str, object], said: str) -> None:
    lag(ci, **fields)
    html = text(client, URL)
    assert said in html
    assert "as of" in html


def test_without_a_token_it_says_what_is_left(client: Client, ci: Ci) -> None:
    now = timezone.now()
    quota = Quota.objects.create(
        key="k", host="api.github.com", is_anonymous=True, limit=60, remaining=41, updated_at=now,
        reset_at=now + timedelta(minutes=22, seconds=5),
    )  # fmt: skip
    Remote.objects.filter(pk=ci.github.pk).update(quota=quota, next_poll_at=now + timedelta(seconds=140))
    said = "GitHub is asked without a token: 60 requests an hour, 41 left (all again in 22 min), next poll in 2 min"
    assert said in text(client, URL)


def test_a_host_that_refuses_says_until_when(client: Client, ci: Ci) -> None:
    now = timezone.now()
    blocked = now + timedelta(minutes=10, seconds=5)
    quota = Quota.objects.create(key="k", host="h", remaining=0, limit=5000, updated_at=now, blocked_until=blocked)
    Remote.objects.filter(pk=ci.github.pk).update(quota=quota)
    assert "GitHub is asked with a token: 5,000 requests an hour, 0 left; it said to come back in 10 min" in text(
        client, URL
    )


def test_with_nothing_to_say_it_says_nothing(client: Client, board: Board) -> None:
    assert "remote-notes" not in text(client, URL)


def test_where_nothing_answers_at_first_start_all_are_named_and_the_demo(client: Client, board: Board) -> None:
    now = timezone.now()
    for each in (board, Board("megatron-bridge", "Megatron-Bridge")):
        Remote.objects.filter(pk=each.git.pk).update(answered_at=None)
        each.git.failed(now, "git fetch: could not resolve host <b>", now + timedelta(seconds=40))
    html = text(client, "/")
    assert "Could not tell: neither Megatron-Bridge nor Megatron-LM answers" in html
    assert "Next try in" in html
    assert "make demo" in html
    assert html.count("could not resolve host &lt;b&gt;.") == 1


def test_one_of_two_that_answers_is_no_reason_for_the_demo(client: Client, board: Board) -> None:
    now = timezone.now()
    board.git.failed(now, "git fetch: no", now)
    Remote.objects.filter(pk=Board("other", "Other").git.pk).update(answered_at=now)
    assert "make demo" not in text(client, "/")
