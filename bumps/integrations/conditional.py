"""Asking again for free: a page with the ETag it had, and its kept body where nothing changed.

The body is kept beside the ETag, so that a worker that was killed before it stored what it read is not told "nothing
changed" the next time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bumps.ports import CachedAnswer, ResponseCache, Unreachable

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Answer:
    """A success or a 304. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    next: str = ""


Send = Callable[[str, Mapping[str, str], Mapping[str, str]], Answer]


@dataclass(frozen=True, slots=True)
class Pages:
    """Reads JSON through the cache. `who` is a digest of the token: an ETag belongs to it. `send` raises PortError."""

    host: str
    who: str
    cache: ResponseCache
    send: Send = field(repr=False)

    def one(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """What one address says."""
        return self._read(path, params or {})[0]

    def all(self, path: str, params: Mapping[str, str] | None = None) -> Iterator[Any]:
        """Page after page; the next is asked for when it is reached. A link that leads in circles ends it."""
        seen: set[str] = set()
        page, following = self._read(path, {"per_page": "100", **(params or {})})
        yield page
        while following and following not in seen:
            seen.add(following)
            page, following = self._read(following, {})
            yield page

    def _read(self, path: str, params: Mapping[str, str]) -> tuple[Any, str]:
        key = _digest(self.who, self.host, path, json.dumps(params, sort_keys=True))
        known = self.cache.get(key)
        answer = self.send(path, params, {"If-None-Match": known.etag} if known else {})
        if answer.status == NOT_MODIFIED:
            if known is None:
                raise Unreachable(f"{self.host} says that nothing changed, of something never asked for")
            return self._parsed(known.body), known.link
        value = self._parsed(answer.body)
        if etag := answer.headers.get("etag"):
            self.cache.put(key, CachedAnswer(etag, answer.body, answer.next))
        return value, answer.next

    def _parsed(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise Unreachable(f"{self.host} answered something that is not JSON") from None


def digest_of(token: str, host: str) -> str:
    """Tells accounts apart without telling the token."""
    return _digest("account", host, token)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
