"""Who is told, and how: signed as each system signs, once, in order, never waited for."""

from __future__ import annotations

import hashlib
import hmac
import json
import queue
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.sandbox.web.message import Json

TIMEOUT = 10.0
# GitLab stops calling an address after this many failures in a row.
PATIENCE = 4
Render = Callable[[object], tuple[str, Json] | None]


@dataclass(slots=True)
class Hook:
    """An address that wants to know. `events`: their names as the system has them; empty: all."""

    system: Literal["github", "gitlab"]
    url: str
    secret: str
    events: frozenset[str] = frozenset()
    failures: int = 0
    is_disabled: bool = False


@dataclass(slots=True)
class Delivery:
    """One call and what came of it: an HTTP status, or 0 where nobody answered."""

    hook: Hook
    event: str
    number: str
    body: bytes
    status: int = 0

    def headers(self) -> dict[str, str]:
        given = {"Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/sandbox"}
        if self.hook.system == "gitlab":
            event = {"X-Gitlab-Event": self.event, "X-Gitlab-Event-UUID": self.number}
            return given | event | {"User-Agent": "GitLab/18.4.1", "X-Gitlab-Token": self.hook.secret}
        signature = hmac.new(self.hook.secret.encode(), self.body, hashlib.sha256).hexdigest()
        event = {"X-GitHub-Event": self.event, "X-GitHub-Delivery": self.number}
        return given | event | {"X-Hub-Signature-256": f"sha256={signature}"}


@dataclass
class Hooks:
    """Hears the world; `deliveries` keeps every call for tests to judge by."""

    render: dict[str, Render]
    hooks: list[Hook] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue: queue.Queue[Delivery | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def add(self, hook: Hook) -> Hook:
        self.hooks.append(hook)
        return hook

    def hear(self, _event: str, subject: object) -> None:
        """Render now, as things stand, and send soon."""
        for hook in self.hooks:
            made = self.render[hook.system](subject)
            if made is None or hook.is_disabled or (hook.events and made[0] not in hook.events):
                continue
            self.send(hook, *made)

    def send(self, hook: Hook, event: str, payload: Json, number: str = "") -> Delivery:
        """Deliver one event; the same `number` again is a redelivery."""
        body = json.dumps(payload, separators=(",", ":")).encode()
        delivery = Delivery(hook, event, number or str(uuid.uuid4()), body)
        self.deliveries.append(delivery)
        self._queue.put(delivery)
        return delivery

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="sandbox-webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(timeout=TIMEOUT)

    def drain(self) -> None:
        """Until everything heard so far was delivered."""
        self._queue.join()

    def _work(self) -> None:
        while (delivery := self._queue.get()) is not None:
            delivery.status = _post(delivery)
            hook = delivery.hook
            hook.failures = 0 if 200 <= delivery.status < 300 else hook.failures + 1
            if hook.system == "gitlab" and hook.failures >= PATIENCE:
                hook.is_disabled = True
            self._queue.task_done()
        self._queue.task_done()


def _post(delivery: Delivery) -> int:
    request = urllib.request.Request(delivery.hook.url, delivery.body, delivery.headers(), method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0
