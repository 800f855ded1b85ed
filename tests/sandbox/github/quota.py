"""The hourly budget of each identity, as its headers tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.sandbox.clock import Clock


@dataclass(slots=True)
class Window:
    """One identity's hour."""

    limit: int
    used: int
    reset_at: datetime

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    def as_json(self) -> dict[str, int]:
        reset = int(self.reset_at.timestamp())
        return {"limit": self.limit, "used": self.used, "remaining": self.remaining, "reset": reset}


class Quota:
    """60 requests an hour for an address without a token, 5,000 for a token; both settable."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.anonymous, self.authorized = 60, 5000
        self._windows: dict[str, Window] = {}

    def window(self, identity: str | None) -> Window:
        """The identity's current hour; None is anonymous."""
        key, now = identity or "", self._clock.now()
        window = self._windows.get(key)
        if window is None or window.reset_at <= now:
            limit = self.authorized if identity else self.anonymous
            window = self._windows[key] = Window(limit, 0, now + timedelta(hours=1))
        return window

    def reset(self) -> None:
        self._windows.clear()


def headers(window: Window) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(window.limit),
        "X-RateLimit-Remaining": str(window.remaining),
        "X-RateLimit-Used": str(min(window.used, window.limit)),
        "X-RateLimit-Reset": str(int(window.reset_at.timestamp())),
        "X-RateLimit-Resource": "core",
    }
