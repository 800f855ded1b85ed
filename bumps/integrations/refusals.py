"""What a status and its headers mean: the ports' errors, and when a host that asks to wait may be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bumps.ports import NotFound, PortError, QuotaInfo, RateLimited, Refused, Unreachable

# Of a limit that does not say for how long: GitHub asks for a minute at least.
DEFAULT_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=2)
_SECONDARY = ("secondary rate limit", "retry your request again later", "wait a few minutes", "abuse detection")


def error_of(host: str, status: int, headers: Mapping[str, str], message: str, what: str, now: datetime) -> PortError:
    """The port's error for an answer that is not a success. `headers`: names in lower case."""
    if is_limit(status, headers, message):
        until = wait_until(headers, now)
        return RateLimited(f"{host} limits how often it may be asked; it is asked again at {until:%H:%M} UTC", until)
    said = f": {' '.join(message.split())[:200]}" if message else ""
    if status == 401:
        return Refused(f"{host} refuses the token it was given{said}; set a valid one")
    if status in (404, 410):
        return NotFound(f"{host} has no {what}, or hides it from this token ({status})")
    if status >= 500 or status in (408, 425):
        return Unreachable(f"{host} answered {status} for {what}")
    return Refused(f"{host} refused {what} ({status}){said}")


def is_limit(status: int, headers: Mapping[str, str], message: str) -> bool:
    """A rate limit, of whichever kind, and not a plain no."""
    if status == 429:
        return True
    spent = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    worded = "rate limit" in message.lower() or any(phrase in message.lower() for phrase in _SECONDARY)
    return status == 403 and (spent or worded)


def wait_until(headers: Mapping[str, str], now: datetime) -> datetime:
    """When the host may be asked again; never at once, never beyond reason."""
    told = [_after(headers.get("retry-after"), now)]
    if headers.get("x-ratelimit-remaining") == "0" or headers.get("ratelimit-remaining") == "0":
        told += [_at(headers.get("x-ratelimit-reset")), _at(headers.get("ratelimit-reset"))]
    until = next((moment for moment in told if moment), now + DEFAULT_WAIT)
    return min(max(until, now + timedelta(seconds=1)), now + LONGEST_WAIT)


def quota_of(headers: Mapping[str, str]) -> QuotaInfo | None:
    """What an answer says of the quota; None where it says nothing."""
    prefix = next((p for p in ("x-ratelimit-", "ratelimit-") if f"{p}remaining" in headers), None)
    if prefix is None:
        return None
    return QuotaInfo(
        _whole(headers.get(f"{prefix}limit")),
        _whole(headers.get(f"{prefix}remaining")),
        _at(headers.get(f"{prefix}reset")),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _at(text: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if text and text.isdecimal() and len(text) < 12 else None


def _after(text: str | None, now: datetime) -> datetime | None:
    return now + timedelta(seconds=int(text)) if text and text.isdecimal() and len(text) < 8 else None
