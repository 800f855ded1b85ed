"""Webhooks of GitHub and GitLab: checked, remembered, answered; the work is a worker's."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bumps.actions.receive_webhook import receive_webhook
from bumps.rules.webhooks import Notice, github_notice, gitlab_notice, is_known, is_signed
from dashboard.counters import count
from workers.tasks import enqueue

MOST_BYTES = 5 * 1024 * 1024


@csrf_exempt
@require_POST
def github(request: HttpRequest) -> HttpResponse:
    """`X-Hub-Signature-256` signs the body; `X-GitHub-Delivery` names it."""
    body = _body(request)
    if isinstance(body, HttpResponse):
        return body
    secret, signature = settings.GITHUB_WEBHOOK_SECRET, request.headers.get("X-Hub-Signature-256", "")
    if not is_signed(body, secret, signature):
        return _refused("github", "signature" if secret else "secret")
    event = request.headers.get("X-GitHub-Event", "")
    payload = _parsed("github", body)
    if isinstance(payload, HttpResponse):
        return payload
    return _received("github", request.headers.get("X-GitHub-Delivery", ""), event, github_notice(event, payload))


@csrf_exempt
@require_POST
def gitlab(request: HttpRequest) -> HttpResponse:
    """`X-Gitlab-Token` is the secret itself; `X-Gitlab-Event-UUID` names the delivery."""
    secret = settings.GITLAB_WEBHOOK_SECRET
    if not is_known(request.headers.get("X-Gitlab-Token", ""), secret):
        return _refused("gitlab", "signature" if secret else "secret")
    body = _body(request)
    if isinstance(body, HttpResponse):
        return body
    event = request.headers.get("X-Gitlab-Event", "")
    payload = _parsed("gitlab", body)
    if isinstance(payload, HttpResponse):
        return payload
    return _received("gitlab", request.headers.get("X-Gitlab-Event-UUID", ""), event, gitlab_notice(event, payload))


def _body(request: HttpRequest) -> bytes | HttpResponse:
    """The whole body, or why it is not taken. What is too large is not even read."""
    name = request.path.rpartition("/")[2]
    try:
        length = int(request.headers.get("Content-Length") or 0)
        body = b"" if length > MOST_BYTES else request.read(MOST_BYTES + 1)
    except (ValueError, RequestDataTooBig, UnreadablePostError):
        return _answer(400, "the body could not be read")
    if length > MOST_BYTES or len(body) > MOST_BYTES:
        count(f"webhook:{name}", "size")
        return _answer(413, f"a webhook of more than {MOST_BYTES // 1024**2} MB is not taken")
    return body


def _parsed(name: str, body: bytes) -> dict[str, Any] | HttpResponse:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        payload = None
    if not isinstance(payload, dict):
        count(f"webhook:{name}", "json")
        return _answer(400, "the body is not a JSON object")
    return payload


def _refused(name: str, reason: str) -> HttpResponse:
    count(f"webhook:{name}", reason)
    said = "no webhook secret is set here" if reason == "secret" else "the signature is missing or wrong"
    return _answer(401, said)


def _received(source: str, delivery: str, event: str, notice: Notice) -> HttpResponse:
    follow_ups = receive_webhook(source, delivery, event, notice, timezone.now())
    if follow_ups is None:
        return _answer(200, "received before")
    # A queue that is down does not fail the webhook: the remotes are due, the next sweep finds them.
    transaction.on_commit(lambda: enqueue(follow_ups), robust=True)
    return _answer(202, "queued" if follow_ups else "noted")


def _answer(status: int, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)
