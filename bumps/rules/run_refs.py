"""What a run stands for, read off the ref it ran on: a tracked branch's baseline, a pull request, or neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

# GitHub's merge queue tries a pull request on a branch of its own, named after the commit it would land on.
_QUEUE = re.compile(r"gh-readonly-queue/(?P<base>.+)/pr-(?P<number>\d{1,9})-(?P<onto>[0-9a-f]{7,64})")
_PULL = re.compile(r"pull-request/(?P<number>\d{1,9})")
_NAMED = re.compile(r"pull-request/(?P<branch>.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """`baseline`: the branch it stands for, or empty. `onto`: the commit a queued pull request was merged onto."""

    baseline: str = ""
    pull_request: int | None = None
    onto: str = ""


def place_of(event: str, ref: str, baseline_events: Collection[str], tracks: Callable[[str], bool]) -> Place:
    """`baseline_events`: those whose runs stand for the branch; `tracks`: whether a branch is followed at all."""
    if queued := _QUEUE.fullmatch(ref):
        base = queued["base"] if event in baseline_events and tracks(queued["base"]) else ""
        return Place(base, int(queued["number"]), queued["onto"])
    if pull := _PULL.fullmatch(ref):
        return Place(pull_request=int(pull["number"]))
    return Place(ref) if event in baseline_events and tracks(ref) else Place()


def named_branch(ref: str) -> str:
    """The branch that somebody pushed as `pull-request/<branch>`; empty where the ref is none of those."""
    match = _NAMED.fullmatch(ref)
    return match["branch"] if match else ""
