"""The world's time: stands still and is stepped in tests, flows in the demo."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Due = Callable[[], object]


class Clock:
    """Time with things that are due at it.

    `speed` is seconds of the world per real second: 0 stands still. What is due runs in order of time, each thing
    seeing its own time as now, on the thread that steps (tests) or on the clock's own (demo).
    """

    def __init__(self, start: datetime | None = None, speed: float = 0.0) -> None:
        self.speed = speed
        self.start_of_time = (start or datetime.now(UTC)).replace(microsecond=0)
        self._base = self.start_of_time
        self._started = time.monotonic()
        self._here = threading.local()
        self._queue: list[tuple[datetime, int, Due]] = []
        self._order = itertools.count()
        self._lock = threading.RLock()
        self._running = threading.Lock()
        self._wake = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def now(self) -> datetime:
        inside: datetime | None = getattr(self._here, "now", None)
        if inside is not None:
            return inside
        return self._base + timedelta(seconds=(time.monotonic() - self._started) * self.speed)

    def after(self, seconds: float, due: Due) -> None:
        """Run `due` when the world is that much older."""
        with self._lock:
            heapq.heappush(self._queue, (self.now() + timedelta(seconds=seconds), next(self._order), due))
        self._wake.set()

    def step(self, seconds: float) -> None:
        """Let time pass now, and everything happen that falls into it."""
        with self._running:
            end = self.now() + timedelta(seconds=seconds)
            self._run_until(end)
            with self._lock:
                self._base += end - self.now()

    def start(self) -> None:
        """Run what is due as real time flows."""
        if self.speed and self._thread is None:
            self._thread = threading.Thread(target=self._flow, name="sandbox-clock", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    @property
    def pending(self) -> int:
        """How many things are still to happen."""
        return len(self._queue)

    def _flow(self) -> None:
        while not self._stopped:
            with self._running:
                self._run_until(self.now())
            self._wake.clear()
            with self._lock:
                wait = (self._queue[0][0] - self.now()).total_seconds() / self.speed if self._queue else 1.0
            self._wake.wait(min(max(wait, 0.0), 1.0))

    def _run_until(self, end: datetime) -> None:
        while (item := self._pop(end)) is not None:
            at, due = item
            self._here.now = at
            try:
                due()
            finally:
                self._here.now = None

    def _pop(self, end: datetime) -> tuple[datetime, Due] | None:
        with self._lock:
            if not self._queue or self._queue[0][0] > end:
                return None
            at, _, due = heapq.heappop(self._queue)
            return at, due
