"""The host where logs and artifacts lie: signed links that live a minute and want no credentials."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.sandbox.clock import Clock
from tests.sandbox.web.message import Request, Response

LIFETIME = timedelta(seconds=60)
Content = Callable[[], bytes | Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Blob:
    content: Content
    kind: str
    filename: str
    expires_at: datetime


class Storage:
    """One service; `base` is set once its host listens. A caller that brings a credential is turned away, as there."""

    name = "storage"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._blobs: dict[str, Blob] = {}
        self._lock = threading.Lock()
        self.base = ""

    def link(self, content: Content, kind: str, filename: str) -> str:
        """A link to that content, made when it is fetched, good for a minute."""
        key = secrets.token_hex(16)
        with self._lock:
            self._blobs[key] = Blob(content, kind, filename, self._clock.now() + LIFETIME)
        return f"{self.base}/blobs/{key}?sig={secrets.token_hex(8)}"

    def identity(self, _request: Request) -> str:
        return "anonymous"

    def handle(self, request: Request) -> Response:
        if "authorization" in request.headers or "private-token" in request.headers:
            return _xml(400, "InvalidArgument", "Only one auth mechanism allowed")
        blob = self._blobs.get(request.target.removeprefix("/blobs/"))
        if blob is None:
            return _xml(404, "BlobNotFound", "The specified blob does not exist.")
        if blob.expires_at <= self._clock.now():
            return _xml(403, "AuthenticationFailed", "Signature not valid in the specified time frame")
        disposition = f'attachment; filename="{blob.filename}"'
        return Response(200, blob.content(), {"Content-Type": blob.kind, "Content-Disposition": disposition})


def _xml(status: int, code: str, message: str) -> Response:
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Response(status, body.encode(), {"Content-Type": "application/xml"})
