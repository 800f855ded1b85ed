"""From what a file says at each commit to one row per change.

A pin is in one of three states: it has a value, it is absent (the file or its row is not there: not applicable),
or it could not be read (unknown, with the reason).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StateKind = Literal["value", "absent", "unreadable"]


@dataclass(frozen=True, slots=True)
class PinState:
    """What one row of one site says from some commit on; `text` is the value, or the reason it is unreadable."""

    kind: StateKind
    text: str = ""

    @property
    def is_live(self) -> bool:
        return self.kind != "absent"


ABSENT = PinState("absent")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a site said at one commit: a value per row (none when absent), or why it could not be read."""

    values: Mapping[str, str]
    unreadable: str = ""


NOTHING = Reading({})


def changed_rows(before: Mapping[str, PinState], reading: Reading) -> dict[str, PinState]:
    """The rows whose state differs after `reading`, each with its new state."""
    after = _after(before, reading)
    return {row: state for row, state in after.items() if before.get(row, ABSENT) != state}


def _after(before: Mapping[str, PinState], reading: Reading) -> dict[str, PinState]:
    live = [row for row, state in before.items() if state.is_live]
    if reading.unreadable:
        # Which rows an unreadable file holds is not known: every row last seen there is unknown now.
        return dict.fromkeys(live or [""], PinState("unreadable", reading.unreadable))
    gone = dict.fromkeys(live, ABSENT)
    return gone | {row: PinState("value", value) for row, value in reading.values.items()}
