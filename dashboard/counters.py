"""Counts of what is refused, in the cache: a stranger must not be able to write to the database."""

from __future__ import annotations

from django.core.cache import cache

WEBHOOK_REFUSALS = ("signature", "size", "json", "secret")
_PREFIX = "bumpboard:count:"


def count(name: str, reason: str) -> None:
    """One more."""
    key = f"{_PREFIX}{name}:{reason}"
    cache.add(key, 0, timeout=None)
    cache.incr(key)


def counted(name: str, reasons: tuple[str, ...]) -> dict[str, int]:
    """Reason to count."""
    keys = {f"{_PREFIX}{name}:{reason}": reason for reason in reasons}
    found = cache.get_many(keys)
    return {reason: int(found.get(key, 0)) for key, reason in keys.items()}
