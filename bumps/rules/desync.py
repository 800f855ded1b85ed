"""Do the required pins of one (branch, variant) agree, and every stretch of history in which they did not.

A pure function of the pin changes: run again over the same rows it gives the same windows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from bumps.rules.history import PinState


class Verdict(StrEnum):
    """What the required pins say together."""

    IN_SYNC = "in_sync"
    DESYNC = "desync"
    UNKNOWN = "unknown"
    NOT_COMPARABLE = "not_comparable"


class Member(NamedTuple):
    """One row of one required site."""

    site: str
    row: str

    def __str__(self) -> str:
        return f"{self.site}/{self.row}" if self.row else self.site


@dataclass(frozen=True, slots=True)
class Rule:
    """`equal`: all present values are the same. `one_of`: the subject's equals one of the others'."""

    kind: Literal["equal", "one_of"] = "equal"
    subject: str = ""


def judge(states: Mapping[Member, PinState], rule: Rule) -> Verdict:
    """The verdict over the present rows; an unreadable one is neither agreement nor desync by itself."""
    known = {member: state.text for member, state in states.items() if state.kind == "value"}
    unreadable = any(state.kind == "unreadable" for state in states.values())
    if rule.kind == "one_of":
        return _judge_one_of(known, rule.subject, unreadable=unreadable)
    if len(set(known.values())) > 1:
        return Verdict.DESYNC
    if unreadable:
        return Verdict.UNKNOWN
    return Verdict.IN_SYNC if len(known) > 1 else Verdict.NOT_COMPARABLE


def _judge_one_of(known: Mapping[Member, str], subject: str, *, unreadable: bool) -> Verdict:
    mine = {text for member, text in known.items() if member.site == subject}
    allowed = {text for member, text in known.items() if member.site != subject}
    if mine and mine <= allowed:
        return Verdict.IN_SYNC
    if unreadable:
        return Verdict.UNKNOWN
    return Verdict.DESYNC if mine and allowed else Verdict.NOT_COMPARABLE


@dataclass(frozen=True, slots=True)
class PinChange:
    """One row's new state at one position of the branch's own history (0: inherited where the branch begins)."""

    position: int
    member: Member
    state: PinState


@dataclass(frozen=True, slots=True)
class Window:
    """A desync: the positions that opened and closed it (None: still open) and the values at both ends."""

    opened: int
    values: dict[str, str]
    closed: int | None = None
    closing_values: dict[str, str] = field(default_factory=dict)


def windows(changes: Iterable[PinChange], rule: Rule) -> list[Window]:
    """Every desync in a history of `changes` ordered by position.

    One commit may change several rows: the verdict is taken once per position. An unknown verdict neither opens nor
    closes a window; one that is open stays open until the pins are known to agree or are no longer comparable.
    """
    found: list[Window] = []
    states: dict[Member, PinState] = {}
    for position, batch in _by_position(changes):
        states.update((change.member, change.state) for change in batch)
        verdict = judge(states, rule)
        is_open = bool(found) and found[-1].closed is None
        if verdict is Verdict.DESYNC and not is_open:
            found.append(Window(position, shown(states)))
        elif is_open and verdict in (Verdict.IN_SYNC, Verdict.NOT_COMPARABLE):
            last = found[-1]
            found[-1] = Window(last.opened, last.values, position, shown(states))
    return found


def shown(states: Mapping[Member, PinState]) -> dict[str, str]:
    """Member name to value, of the rows that have one."""
    return {str(member): state.text for member, state in sorted(states.items()) if state.kind == "value"}


def _by_position(changes: Iterable[PinChange]) -> list[tuple[int, list[PinChange]]]:
    batches: list[tuple[int, list[PinChange]]] = []
    for change in changes:
        if batches and batches[-1][0] == change.position:
            batches[-1][1].append(change)
        else:
            batches.append((change.position, [change]))
    return batches
