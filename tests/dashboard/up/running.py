"""Processes for these tests: started, watched and surely ended."""

import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


class Running:
    """A command whose output is collected while it runs."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            self.lines.extend(line.rstrip() for line in iter(output.readline, ""))

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def says(self, text: str, times: int = 1, timeout: float = 20) -> None:
        wait_until(lambda: self.output.count(text) >= times, timeout, lambda: f"{text!r} in:\n{self.output}")

    def wait(self, timeout: float = 40) -> int:
        code = self.process.wait(timeout)
        self._reader.join(5)
        return code

    def close(self) -> None:
        """Whatever the test found: nothing stays. SIGTERM first, which lets it end its own children."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(40)
        self.process.kill()
        self.process.wait()
        self._reader.join(5)


def supervised(run_dir: Path, *specs: Mapping[str, Any]) -> Running:
    return Running([sys.executable, "-m", "tests.dashboard.up.driver", str(run_dir), json.dumps(specs)])


def wait_until(
    holds: Callable[[], object], timeout: float = 20, what: Callable[[], str] = lambda: "the condition"
) -> None:
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, f"waited {timeout:g} s for {what()}"
        time.sleep(0.05)


def pid_in(path: Path) -> int:
    """The pid in a file, as soon as there is one."""
    wait_until(lambda: path.exists() and path.read_text().strip(), what=lambda: str(path))
    return int(path.read_text())


def alive(pid: int) -> bool:
    """Whether it runs: a zombie that nobody has reaped yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
