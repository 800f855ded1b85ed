"""The supervisor over real processes: it restarts, it stops in order, and nothing outlives it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.up.children import leashed, script
from tests.dashboard.up.running import Running, alive, pid_in, supervised, wait_until

SLEEP = "import time; time.sleep(600)"
# Starts a process that ignores what ends its parent, as a pool process does, and writes down its pid.
WITH_GRANDCHILD = """
import subprocess, sys, time
code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", code])
open({path!r}, "w").write(str(child.pid))
time.sleep(600)
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Any]:
    started: list[Running] = []

    def start(*specs: dict[str, Any]) -> Running:
        started.append(supervised(tmp_path, *specs))
        return started[-1]

    yield start
    for running in started:
        running.close()


def test_a_part_that_is_killed_is_started_again_and_it_is_said(run: Any, tmp_path: Path) -> None:
    up = run({"name": "worker", "code": SLEEP})
    first = pid_in(tmp_path / "worker.pid")
    os.kill(first, signal.SIGKILL)
    up.says("worker was ended by SIGKILL; starting it again in 0.1 s")
    wait_until(lambda: pid_in(tmp_path / "worker.pid") != first)


def test_a_part_that_keeps_failing_is_tried_less_and_less_often(run: Any) -> None:
    up = run({"name": "beat", "code": "raise SystemExit(3)"})
    for wait in ("0.1", "0.2", "0.4", "0.8"):
        up.says(f"beat ended with exit code 3; starting it again in {wait} s")


def test_the_others_go_on_when_one_part_crashes(run: Any, tmp_path: Path) -> None:
    up = run({"name": "web", "code": SLEEP}, {"name": "beat", "code": "raise SystemExit(1)"})
    web = pid_in(tmp_path / "web.pid")
    up.says("beat ended", times=2)
    assert alive(web)
    assert pid_in(tmp_path / "web.pid") == web


def test_what_a_crashed_part_had_started_is_ended_before_the_next_one(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "grandchild"
    up = run({"name": "worker", "code": WITH_GRANDCHILD.format(path=str(path))})
    grandchild = pid_in(path)
    os.kill(pid_in(tmp_path / "worker.pid"), signal.SIGKILL)
    up.says("worker was ended by SIGKILL")
    assert not alive(grandchild)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_parts_in_reverse_order(run: Any, tmp_path: Path, number: signal.Signals) -> None:
    polite = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye'), sys.exit(0)))\n"
        "print('here'); time.sleep(600)"
    )
    names = ["redis", "worker", "web"]
    up = run(*({"name": name, "code": polite} for name in names))
    up.says("here", times=3)
    up.process.send_signal(number)
    assert up.wait() == 0
    assert [line.split()[0] for line in up.lines if line.endswith("bye")] == ["web", "worker", "redis"]
    assert not list(tmp_path.glob("*.pid"))


def test_a_part_gets_its_second_signal_and_then_no_mercy(run: Any) -> None:
    stubborn = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: print('got TERM'))\n"
        "signal.signal(signal.SIGQUIT, lambda *_: print('got QUIT'))\n"
        "print('here')\n"
        "while True: time.sleep(1)"
    )
    up = run({"name": "worker", "code": stubborn, "stop": [[signal.SIGTERM, 0.5], [signal.SIGQUIT, 0.5]]})
    up.says("here")
    up.process.send_signal(signal.SIGTERM)
    assert up.wait() == 0
    said = [line for line in up.lines if "got" in line or "killed" in line]
    assert [line.split("| ")[1] for line in said] == [
        "got TERM",
        "got QUIT",
        "worker did not stop in time; killed",
    ]


def test_a_second_signal_stops_at_once(run: Any) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('here'); time.sleep(600)"
    up = run({"name": "worker", "code": deaf, "stop": [[signal.SIGTERM, 300.0]]})
    up.says("here")
    up.process.send_signal(signal.SIGINT)
    up.says("stopping")
    up.process.send_signal(signal.SIGINT)
    assert up.wait(10) == 0


def test_nothing_survives_kill_9_of_the_parent(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "grandchild"
    up = run({"name": "worker", "code": WITH_GRANDCHILD.format(path=str(path))}, {"name": "web", "code": SLEEP})
    pids = [pid_in(tmp_path / name) for name in ("worker.pid", "web.pid", "grandchild")]
    up.process.kill()
    wait_until(lambda: not any(map(alive, pids)), timeout=5)


def test_a_command_that_is_not_there_is_told_in_one_line() -> None:
    result = subprocess.run(leashed(["/no/such"]), capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert result.stderr == "cannot run /no/such: No such file or directory\n"


def test_a_leash_whose_holder_is_gone_already_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ran"
    command = [*script("leash.py"), "1", sys.executable, "-c", f"open({str(path)!r}, 'w')"]
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode != 0
    assert not path.exists()
