"""What is known of the attempt being read: the complaints so far, and which of them it survived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bumps.rules.triage.patterns import Role
from bumps.rules.triage.result import Kind

# One step may still be printed by a rank that does not know yet.
SURVIVED_AFTER = 3
# An outage nobody handled is followed by its consequences at once.
CONSEQUENCE_WITHIN = 200
MOST = 20


@dataclass(slots=True)
class Complaint:
    """A line that may be the cause. `progress` is how far the attempt was when it was said (again).

    Of several lines about the same drift the one of the greatest `strength` is shown.
    """

    kind: Kind
    role: Role
    line: str
    line_number: int
    around: bytes
    progress: int
    strength: int = 1


@dataclass(slots=True)
class Attempt:
    """One attempt of a job."""

    progress: int = 0
    over: bool = False
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def needs_progress(self) -> bool:
        """Whether it matters that the run goes on."""
        return any(one.kind is not Kind.DRIFT for one in self.complaints)

    def went_on(self, steps: int) -> None:
        """The run did `steps` more steps: what was said well before them did not stop it."""
        self.progress += steps
        if steps:
            self._forget(lambda one: self.progress - one.progress >= SURVIVED_AFTER)

    def met(self) -> None:
        """All ranks passed a barrier. NaN does not stop a rank: that one stands."""
        self._forget(lambda one: one.kind is not Kind.NAN)

    def _forget(self, survived: Callable[[Complaint], bool]) -> None:
        self.complaints = [one for one in self.complaints if one.kind is Kind.DRIFT or not survived(one)]

    def still_nan(self) -> None:
        """The loss is NaN as before: the steps that were done are no sign of health."""
        for one in self.complaints:
            if one.kind is Kind.NAN:
                one.progress = self.progress

    def has_room(self, kind: Kind, role: Role) -> bool:
        """Whether one more complaint can matter: the first of each role does, and the next ones if it was survived."""
        return kind in (Kind.DRIFT, Kind.NAN) or sum(one.role is role for one in self.complaints) < MOST

    def complain(self, complaint: Complaint) -> None:
        """Takes note; drift and a loss that stays NaN are one complaint, made again."""
        for number, one in enumerate(self.complaints):
            if one.kind is complaint.kind is Kind.NAN:
                self.still_nan()
                return
            if one.kind is complaint.kind is Kind.DRIFT:
                self.complaints[number] = max(one, complaint, key=lambda said: said.strength)
                return
        self.complaints.append(complaint)

    def cause(self) -> Complaint | None:
        """The first complaint that was not survived; hiccups and echoes give way to what says more."""
        causes = [one for one in self.complaints if one.role is Role.CAUSE]
        hiccups = [one for one in self.complaints if one.role is Role.HICCUP]
        if causes and not (hiccups and self._explains(hiccups[0], causes[0])):
            return causes[0]
        return next(iter([*hiccups, *self.complaints]), None)

    @staticmethod
    def _explains(hiccup: Complaint, cause: Complaint) -> bool:
        return cause.kind is Kind.ASSERTION and 0 <= cause.line_number - hiccup.line_number <= CONSEQUENCE_WITHIN
