"""What the world was asked and what it answered: tests judge by this, never by the product's own rows."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from tests.sandbox.web.message import Json, Request

MUTATING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. `status` 0: the connection ended without an answer."""

    at: datetime
    service: str
    method: str
    path: str
    query: str
    identity: str
    status: int
    conditional: bool
    authorized: bool
    digest: str
    json: Json | None
    fault: str
    seconds: float

    @property
    def is_write(self) -> bool:
        return self.method in MUTATING

    def as_json(self) -> Json:
        return asdict(self) | {"at": self.at.isoformat()}


class RequestLog:
    """Append-only; safe to read while the services go on."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(
        self, request: Request, *, at: datetime, identity: str, status: int, fault: str = "", seconds: float = 0.0
    ) -> None:
        entry = Entry(
            at,
            request.service,
            request.method,
            request.path,
            request.query_string,
            identity,
            status,
            "if-none-match" in request.headers,
            bool({"authorization", "private-token"} & set(request.headers)),
            hashlib.sha256(request.body).hexdigest() if request.body else "",
            _json(request),
            fault,
            seconds,
        )
        with self._lock:
            self._entries.append(entry)

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, service: str = "", method: str = "", path: str = "", status: int | None = None) -> list[Entry]:
        """Entries of a service and method whose path matches the regular expression from its start."""
        return [
            entry
            for entry in self
            if service in ("", entry.service)
            and method in ("", entry.method)
            and (not path or re.match(path, entry.path))
            and status in (None, entry.status)
        ]

    def writes(self, service: str = "") -> list[Entry]:
        """Requests that may have changed something, in order."""
        return [entry for entry in self.find(service) if entry.is_write]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def _json(request: Request) -> Json | None:
    if len(request.body) > 1_000_000 or "json" not in request.headers.get("content-type", ""):
        return None
    try:
        value = json.loads(request.body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else {"": value}
