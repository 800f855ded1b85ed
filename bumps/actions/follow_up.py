"""What should run next. Actions return these; workers enqueue them after commit, a sweep catches what was lost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A task's name and the id it is given."""

    task: str
    id: int
