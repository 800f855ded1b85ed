"""The only errors an adapter may raise."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar


class PortError(Exception):
    """An answer of the outside world that is not the one asked for; its text is a sentence a person can act on."""

    retryable: ClassVar[bool] = False


class NotFound(PortError):
    """The thing asked for does not exist there (or is hidden from whoever asks)."""


class Refused(PortError):
    """The remote understood and said no: credentials, rights, a rule of its own."""


class Unreachable(PortError):
    """No usable answer: down, timed out, connection broken. A retry can help."""

    retryable = True


class RateLimited(PortError):
    """The remote asks to come back later."""

    retryable = True

    def __init__(self, message: str, reset_at: datetime) -> None:
        super().__init__(message)
        self.reset_at = reset_at
