"""Keeps the parts alive until told to stop, then stops them in the order given."""

import signal
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from dashboard.up.children import Child, Part, Undertaker
from dashboard.up.console import Console

TICK = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """A context: inside it SIGINT, SIGTERM and SIGHUP ask for a stop; leaving it leaves no process behind."""

    def __init__(self, run_dir: Path, console: Console) -> None:
        self._run_dir = run_dir
        self._console = console
        self._children: list[Child] = []
        # A signal handler does no more than count: anything else could meet a lock the main thread holds.
        self._stops_asked = 0

    def __enter__(self) -> Self:
        for number in SIGNALS:
            signal.signal(number, self._ask_stop)
        self._undertaker = Undertaker()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_all()
        self._undertaker.close()

    @property
    def stop_asked(self) -> bool:
        return self._stops_asked > 0

    def add(self, part: Part) -> Child:
        """Start a part. It is stopped before the ones added earlier."""
        child = Child(part, self._run_dir, self._console, self._undertaker)
        self._children.append(child)
        child.start()
        return child

    def run(self) -> None:
        while not self.stop_asked:
            for child in self._children:
                child.keep_alive()
            time.sleep(TICK)
        self.stop()

    def stop(self) -> None:
        """Last started, first stopped. A second Ctrl-C waits for nothing."""
        self._console.line("up", "stopping (again to stop at once)")
        self._stop_all()
        self._console.line("up", "stopped")

    def _stop_all(self) -> None:
        for child in reversed(self._children):
            self._stop_one(child)

    def _stop_one(self, child: Child) -> None:
        for number, grace in child.part.stop:
            child.signal(number)
            deadline = time.monotonic() + grace
            while child.running and time.monotonic() < deadline and self._stops_asked < 2:
                time.sleep(TICK / 2)
        if child.running and self._stops_asked < 2:
            self._console.line("up", f"{child.part.name} did not stop in time; killed")
        child.kill()

    def _ask_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stops_asked += 1


def run_parts(parts: Sequence[Part], run_dir: Path, console: Console) -> None:
    with Supervisor(run_dir, console) as supervisor:
        for part in parts:
            supervisor.add(part)
        supervisor.run()
