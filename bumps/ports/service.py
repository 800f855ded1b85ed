"""What an adapter is given: where to say how far it is, what it heard before, and how much it may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Progress(Protocol):
    """Where a long piece of work says how far it is."""

    def report(self, message: str, done: int, total: int) -> None:
        """Say that `done` of `total` units are finished; `total` 0 means not known yet."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """A page as it was last sent. `link`: the address of the next one; empty: there is none."""

    etag: str
    body: bytes
    link: str = ""


class ResponseCache(Protocol):
    """Answers with their ETags. A key names the address and who asks: an ETag belongs to a token."""

    def get(self, key: str) -> CachedAnswer | None:
        """What was put under `key` last, unless it was forgotten."""

    def put(self, key: str, answer: CachedAnswer) -> None:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class QuotaInfo:
    """How much may still be asked, as a host said; None where it says nothing."""

    limit: int | None
    remaining: int | None
    reset_at: datetime | None


class QuotaStore(Protocol):
    """What is known of one account's quota on one host, shared by everybody who asks with it."""

    def blocked_until(self) -> datetime | None:
        """When it may be asked again; None: now."""

    def heard(self, quota: QuotaInfo) -> None:
        """An answer told how much is left."""

    def block(self, until: datetime) -> None:
        """The host asked to come back then."""
