"""Webhooks: who is believed, what is refused, what follows."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from bumps.models import Remote, WebhookDelivery
from dashboard.counters import WEBHOOK_REFUSALS, counted
from dashboard.views import webhooks
from tests.world import SHIPPED_LM, World, shipped_config

SECRET = "a long secret"
PUSH = {"ref": "refs/heads/main", "repository": {"full_name": "nvidia/megatron-lm"}}
LAB_PUSH = {"ref": "refs/heads/main", "project_id": 19378, "project": {"path_with_namespace": "elsewhere"}}
LAB_PIPELINE = {"project": {"id": 1, "path_with_namespace": "ADLR/megatron-lm"}}


@pytest.fixture(autouse=True)
def _secrets(settings: Settings) -> None:
    settings.GITHUB_WEBHOOK_SECRET = settings.GITLAB_WEBHOOK_SECRET = SECRET
    settings.GITLAB_URL = "https://gitlab.example.com"
    cache.clear()


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def github(client: Client, payload: object, event: str = "push", delivery: str = "d1", **headers: str) -> HttpResponse:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    told = {"X-GitHub-Event": event, "X-GitHub-Delivery": delivery, "X-Hub-Signature-256": signed(body)} | headers
    return client.post("/webhooks/github", body, content_type="application/json", headers=told)  # type: ignore[return-value]


def gitlab(client: Client, payload: object, event: str, token: str = SECRET) -> HttpResponse:
    told = {"X-Gitlab-Event": event, "X-Gitlab-Event-UUID": f"u{event}", "X-Gitlab-Token": token}
    return client.post("/webhooks/gitlab", json.dumps(payload), content_type="application/json", headers=told)  # type: ignore[return-value]


def later(world: World) -> None:
    """No remote is due."""
    far = timezone.now() + timedelta(hours=1)
    Remote.objects.filter(next_poll_at__isnull=False).update(next_poll_at=far)


def due(world: World, kind: str, seconds: float = 5) -> bool:
    soon = timezone.now() + timedelta(seconds=seconds)
    return Remote.objects.filter(repository=world.repository, kind=kind, next_poll_at__lte=soon).exists()


def test_a_push_is_fetched_at_once(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    later(world)
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(webhooks, "enqueue", lambda follow_ups: found.extend((f.task, f.id) for f in follow_ups))
    with django_capture_on_commit_callbacks(execute=True):
        assert github(client, PUSH).status_code == 202
    assert found == [("workers.tasks.poll_remote", world.remote.pk)]
    assert due(world, "git", 0)
    assert due(world, "github")


def test_the_same_delivery_counts_once(client: Client, world: World) -> None:
    assert github(client, PUSH).status_code == 202
    later(world)
    assert github(client, PUSH).json() == {"message": "received before"}  # type: ignore[attr-defined]
    assert not due(world, "git")
    assert WebhookDelivery.objects.count() == 1


@pytest.mark.parametrize("event", ["workflow_job", "pull_request", "status"])
def test_what_ci_tells_makes_its_project_due(client: Client, world: World, event: str) -> None:
    later(world)
    assert github(client, PUSH, event).status_code == 202
    assert due(world, "github")
    assert not due(world, "git")


@pytest.mark.parametrize(("event", "payload"), [("Push Hook", LAB_PUSH), ("Pipeline Hook", LAB_PIPELINE)])
def test_gitlab_is_heard_by_id_and_by_path(client: Client, world: World, event: str, payload: object) -> None:
    world.configure(_shipped(world))
    later(world)
    assert gitlab(client, payload, event).status_code == 202
    assert due(world, "gitlab")


def _shipped(world: World) -> str:
    return shipped_config().replace(SHIPPED_LM, world.origin.url)


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "\udcff€"])
def test_a_bad_signature_is_refused_and_counted(client: Client, world: World, signature: str) -> None:
    later(world)
    header = signature.encode("utf-8", "replace").decode()
    assert github(client, PUSH, **{"X-Hub-Signature-256": header}).status_code == 401
    assert counted("webhook:github", WEBHOOK_REFUSALS)["signature"] == 1
    assert not due(world, "git")
    assert not WebhookDelivery.objects.exists()


def test_a_bad_token_is_refused_and_counted(client: Client, world: World) -> None:
    assert gitlab(client, LAB_PUSH, "Push Hook", token="wrong").status_code == 401
    assert counted("webhook:gitlab", WEBHOOK_REFUSALS)["signature"] == 1


def test_without_a_secret_nobody_is_believed(client: Client, world: World, settings: Settings) -> None:
    settings.GITHUB_WEBHOOK_SECRET = settings.GITLAB_WEBHOOK_SECRET = ""
    body = json.dumps(PUSH).encode()
    assert github(client, PUSH, **{"X-Hub-Signature-256": signed(body, "")}).status_code == 401
    assert gitlab(client, LAB_PUSH, "Push Hook", token="").status_code == 401


def test_a_body_that_is_too_large_is_not_taken(client: Client, db: None) -> None:
    assert github(client, b"x" * (webhooks.MOST_BYTES + 1)).status_code == 413
    assert counted("webhook:github", WEBHOOK_REFUSALS)["size"] == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(client: Client, db: None, body: bytes) -> None:
    assert github(client, body).status_code == 400
    assert counted("webhook:github", WEBHOOK_REFUSALS)["json"] == 1


@pytest.mark.parametrize("payload", [{}, {"repository": 3}, {"repository": {"full_name": ["a"]}}, {"project": []}])
def test_a_payload_of_another_shape_does_no_harm(client: Client, world: World, payload: object) -> None:
    later(world)
    assert github(client, payload).status_code == 202
    assert gitlab(client, payload, "Push Hook").status_code == 202
    assert not due(world, "git")


def test_only_post_is_answered_and_no_cookie_is_needed(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/webhooks/github").status_code == 405
    assert github(strict, PUSH).status_code == 202


def test_it_is_answered_in_milliseconds(client: Client, world: World) -> None:
    github(client, PUSH, delivery="warm")
    started = time.perf_counter()
    for number in range(20):
        github(client, PUSH, delivery=str(number))
    assert (time.perf_counter() - started) / 20 < 0.1


def test_a_queue_that_is_down_does_not_lose_a_webhook(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    later(world)

    def down(_: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(webhooks, "enqueue", down)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        assert github(client, PUSH).status_code == 202
    assert len(callbacks) == 1
    assert due(world, "git", 0)
