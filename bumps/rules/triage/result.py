"""What triage says of one log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why a job failed, as far as its log says."""

    DRIFT = "drift"
    TIMEOUT = "timeout"
    OOM = "oom"
    NAN = "nan"
    INFRASTRUCTURE = "infrastructure"
    ASSERTION = "assertion"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Triage:
    """The kind and the line that proves it; all text is the log's own, hostile until escaped.

    `line` is clean of colours and timestamps and at most 500 characters. `line_number` counts from 1, 0 where no line
    proves anything. `excerpt` holds the lines around it. `secondary` says that the line may only tell what another
    rank's failure did to this one (a time-out, a lost peer): a better witness may exist. `truncated` says that the
    log went on where reading stopped.
    """

    kind: Kind
    line: str = ""
    line_number: int = 0
    metrics: tuple[str, ...] = ()
    excerpt: tuple[str, ...] = ()
    secondary: bool = False
    lines_read: int = 0
    truncated: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether another witness should be asked."""
        return self.kind is Kind.UNKNOWN or self.secondary
