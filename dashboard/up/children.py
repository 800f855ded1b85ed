"""One part of the service: started on a leash, restarted when it ends, stopped with all it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.up.console import Console

HERE = Path(__file__).parent
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
# A part that lived this long was well: its next failure is a new one, not the same again.
WELL_AFTER = 60.0


@dataclass(frozen=True)
class Part:
    """What to run. `stop`: the signals to try in turn, each with its seconds of grace; SIGKILL comes last."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stop: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 10.0),)


def script(name: str) -> list[str]:
    """A script of this folder, in an interpreter that loads nothing it does not need."""
    return [sys.executable, "-I", "-S", str(HERE / name)]


def leashed(command: Sequence[str]) -> list[str]:
    return [*script("leash.py"), str(os.getpid()), *command]


class Undertaker:
    """The process that outlives this one, for the moment it takes to kill what is left of the parts."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            script("undertaker.py"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def tell(self, change: str, group: int) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- for the type checker: stdin is a pipe
        # Without the undertaker the leash still holds the parts themselves: no reason to stop a service.
        with contextlib.suppress(OSError):
            self._process.stdin.write(f"{change}{group}\n".encode())
            self._process.stdin.flush()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._process.communicate()


class Child:
    """A part as it runs: at most one process at a time, in a process group of its own."""

    def __init__(self, part: Part, run_dir: Path, console: Console, undertaker: Undertaker) -> None:
        self.part = part
        self._pid_file = run_dir / f"{part.name}.pid"
        self._console = console
        self._undertaker = undertaker
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._wait = FIRST_WAIT
        self._due = 0.0

    def start(self) -> None:
        process = subprocess.Popen(
            leashed(self.part.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.part.env},
            # Its own session: Ctrl-C at the terminal reaches `up` alone, which stops the parts in order.
            start_new_session=True,
        )
        self._undertaker.tell("+", process.pid)
        self._pid_file.write_text(f"{process.pid}\n")
        assert process.stdout is not None  # noqa: S101 -- for the type checker: stdout is a pipe
        self._console.follow(self.part.name, process.stdout)
        self._process, self._started = process, time.monotonic()

    def keep_alive(self) -> None:
        """Call this often: notices the end of the process, and starts the next one when its time has come."""
        if self._process is None:
            if time.monotonic() >= self._due:
                self.start()
            return
        code = self._process.poll()
        if code is None:
            return
        self._bury()
        if time.monotonic() - self._started > WELL_AFTER:
            self._wait = FIRST_WAIT
        self._console.line("up", f"{self.part.name} {_ending(code)}; starting it again in {self._wait:g} s")
        self._due = time.monotonic() + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        if self.running and self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End the process and all of its group, now."""
        if self._process is not None:
            _kill_group(self._process.pid)
            self._process.wait()
            self._bury()

    def _bury(self) -> None:
        """The process has ended: what it started goes too, lest an orphan work beside the next one."""
        if self._process is not None:
            _kill_group(self._process.pid)
            self._undertaker.tell("-", self._process.pid)
            self._pid_file.unlink(missing_ok=True)
            self._process = None


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    with contextlib.suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
