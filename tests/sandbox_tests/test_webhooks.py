"""Both systems tell who asked to be told, signed as they sign."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from tests.sandbox.fixtures import Town
from tests.sandbox.webhooks import Hook
from tests.sandbox_tests.receiver import Receiver

pytestmark = pytest.mark.enable_socket


def test_a_push_is_told_and_signed(small_town: Town) -> None:
    hooks = small_town.sandbox.hooks
    with Receiver() as receiver:
        hooks.add(Hook("github", receiver.url, "s3cret", frozenset({"push"})))
        sha = small_town.commit({"pin": "x"}, "Bump")
        hooks.drain()
    headers, body = receiver.got[0]
    signature = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature-256"] == f"sha256={signature}"
    assert headers["x-github-event"] == "push"
    assert headers["x-github-delivery"]
    told = json.loads(body)
    assert (told["ref"], told["after"], told["repository"]["full_name"]) == (
        "refs/heads/main",
        sha,
        small_town.repo.full_name,
    )
    assert [commit["message"] for commit in told["commits"]] == ["Bump"]


def test_gitlab_sends_its_token_and_gives_up_after_four_failures(small_town: Town) -> None:
    hooks = small_town.sandbox.hooks
    with Receiver(status=500) as receiver:
        hook = hooks.add(Hook("gitlab", receiver.url, "s3cret"))
        for number in range(6):
            small_town.commit({"pin": str(number)})
            small_town.mirror()
            hooks.drain()
    assert {headers["x-gitlab-token"] for headers, _ in receiver.got} == {"s3cret"}
    assert {headers["x-gitlab-event"] for headers, _ in receiver.got} == {"Push Hook"}
    assert len({headers["x-gitlab-event-uuid"] for headers, _ in receiver.got}) == 4
    assert (len(receiver.got), hook.is_disabled) == (4, True)


def test_a_deaf_listener_holds_nobody_up(small_town: Town) -> None:
    hooks = small_town.sandbox.hooks
    hooks.add(Hook("github", "http://127.0.0.1:9/nobody", "s3cret"))
    small_town.commit({"pin": "x"})
    hooks.drain()
    assert [delivery.status for delivery in hooks.deliveries] == [0]
