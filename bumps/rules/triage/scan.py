"""One pass over a log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bumps.rules.triage.attempt import SURVIVED_AFTER, Attempt, Complaint
from bumps.rules.triage.attempts import Mark, mark_in
from bumps.rules.triage.drift import Metrics
from bumps.rules.triage.lines import around, bounds, clean, excerpt, shown
from bumps.rules.triage.patterns import GROUPS, HINTS, LONGEST, NAN_GROUP, Hint, Role, first_hint, hits
from bumps.rules.triage.result import Kind, Triage
from bumps.rules.triage.tracebacks import Tracebacks
from bumps.rules.triage.verdict import is_only_words, role_of
from bumps.rules.triage.windows import Limit, Window, windows

LIMIT_BYTES = 1 << 30
# An announced restart with fewer lines after it, and no sign of a beginning, did not happen.
SILENT_ATTEMPT = 40
# A log that repeats itself a million times is not read a million times: lines of one group per window.
HEARD_PER_WINDOW = 100

# A training step, or a unit test that passed.
_STEP = re.compile(rb"iteration +\d+ */ *\d+|PASSED +\[ *\d+%\]")
_RAISED = Hint(b"", Role.CAUSE, Kind.ASSERTION)


def triage(chunks: Iterable[bytes], limit_bytes: int = LIMIT_BYTES) -> Triage:
    """Why the last attempt in this log failed. Any bytes are a log; reading stops after `limit_bytes`.

    Memory stays at a few windows, whatever the length of the log and of its lines.
    """
    limited = Limit(chunks, limit_bytes)
    reading = _Reading()
    for window in windows(limited, LONGEST):
        reading.read(window)
    return reading.result(limit_bytes if limited.reached else 0)


class _Reading:
    """What is known so far, and where the window at hand stands in the log."""

    def __init__(self) -> None:
        self.attempt = Attempt()
        self.metrics = Metrics()
        self.tracebacks = Tracebacks()
        self.restart_at = 0  # the line that announced an attempt which has not been seen to begin
        self.last_words = ("", 0)
        self.heard = [0] * len(HINTS)  # lines of each group in this window
        self.data = b""
        self.counted = 0  # the line ends before this place of the window are in `lines`
        self.stepped = 0  # and the steps before this one in the attempt's progress
        self.lines = 0

    def read(self, window: Window) -> None:
        self.data = window.data
        self.counted = self.stepped = window.skip
        self.heard = [0] * len(HINTS)
        for start, end, hint in self._hinted(window.skip):
            self._hear(start, end, hint)
        self._step(len(self.data))
        if self.heard[NAN_GROUP] >= HEARD_PER_WINDOW:
            self.attempt.still_nan()
        self._line_at(len(self.data))

    def _hinted(self, skip: int) -> Iterator[tuple[int, int, Hint]]:
        """Each line of the window that holds a hint, and the ends of tracebacks that hold none, in order."""
        heard, tracebacks = self.heard, self.tracebacks
        tracebacks.new_window(self.data, skip)
        done = skip
        for number, at, to in hits(self.data):
            group = GROUPS[number]
            if to <= done or heard[group] >= HEARD_PER_WINDOW:
                continue
            heard[group] += 1
            start, end = bounds(self.data, at, to)
            done = end
            yield from self._raised(start)
            if hint := first_hint(self.data[start:end]):
                if hint.role is Role.TRACEBACK:
                    tracebacks.begin(self.data, start, end)
                elif start not in tracebacks.ignored:
                    yield start, end, hint
        yield from self._raised(len(self.data))

    def _raised(self, upto: int) -> Iterator[tuple[int, int, Hint]]:
        """The ends of tracebacks before a place; one at the place itself has a hint of its own."""
        ends = self.tracebacks.ends
        while ends and ends[0] <= upto:
            start = ends.pop(0)
            if start < upto:
                yield (*bounds(self.data, start, start), _RAISED)

    def _hear(self, start: int, end: int, hint: Hint) -> None:
        text = clean(self.data[start:end])
        if hint.role is Role.ATTEMPT:
            self._mark(start, text)
        elif hint.role is Role.END:
            self._over(start, text)
        elif hint.role is Role.TOGETHER:
            self.attempt.met()
        elif not is_only_words(text, hint) and (role := role_of(text, hint)):
            self._complain(start, hint, role, text)

    def _mark(self, start: int, text: str) -> None:
        mark = mark_in(text)
        if mark is Mark.START:
            self._begin()
        elif mark is Mark.RESTART:
            self.restart_at = self._line_at(start)

    def _begin(self) -> None:
        self.attempt, self.metrics, self.restart_at = Attempt(), Metrics(), 0
        self.last_words = ("", 0)

    def _over(self, start: int, text: str) -> None:
        number = self._line_at(start)
        self._settle(number)
        self.restart_at = 0
        self.attempt.over = True
        if "exit" in text:
            self.last_words = (shown(text), number)

    def _settle(self, number: int) -> None:
        """An announced restart that has gone on for a while took place, quietly."""
        if self.restart_at and number - self.restart_at >= SILENT_ATTEMPT:
            self._begin()

    def _complain(self, start: int, hint: Hint, role: Role, text: str) -> None:
        number = self._line_at(start)
        self._settle(number)
        if role is Role.HICCUP and (self.attempt.over or self.restart_at):
            return  # tidying up, which may fail as it likes
        if self.restart_at:
            self._begin()
        strength = self.metrics.take(text) if hint.kind is Kind.DRIFT else 1
        if not strength:
            return
        self._step(start)
        if not self.attempt.has_room(hint.kind, role):
            return
        line, context = shown(text, hint.text.decode()), around(self.data, start)
        self.attempt.complain(Complaint(hint.kind, role, line, number, context, self.attempt.progress, strength))

    def _step(self, upto: int) -> None:
        """Counts the steps up to a place of the window; more than enough of them are as good as enough."""
        if self.attempt.needs_progress and upto > self.stepped:
            steps = islice(_STEP.finditer(self.data, self.stepped, upto), SURVIVED_AFTER)
            self.attempt.went_on(sum(1 for _ in steps))
        self.stepped = max(upto, self.stepped)

    def _line_at(self, at: int) -> int:
        """The number of the line at a place of the window, counted from 1; places come in order."""
        if at > self.counted:
            self.lines += self.data.count(b"\n", self.counted, at)
            self.counted = at
        return self.lines + 1

    def result(self, cut_at: int) -> Triage:
        """The verdict; `cut_at` is how many bytes were read of a log that went on, else 0."""
        lines = self.lines + bool(self.data and not self.data.endswith(b"\n"))
        self._settle(lines)
        if cause := self.attempt.cause():
            return Triage(
                kind=cause.kind,
                line=cause.line,
                line_number=cause.line_number,
                metrics=self.metrics.names if cause.kind is Kind.DRIFT else (),
                excerpt=excerpt(cause.around),
                secondary=cause.role is Role.ECHO or cause.kind is Kind.TIMEOUT,
                lines_read=lines,
                truncated=cut_at > 0,
            )
        text, number = self.last_words
        if cut_at:
            text, number = f"nothing in the first {cut_at:,} bytes; the log goes on", 0
        return Triage(Kind.UNKNOWN, text, number, lines_read=lines, truncated=cut_at > 0)
