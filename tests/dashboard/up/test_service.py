"""`manage.py up` as people run it: every part real, on a home of its own and with nothing to track."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.up.running import ROOT, Running, alive, pid_in, wait_until

pytestmark = [pytest.mark.service, pytest.mark.enable_socket]

PARTS = ("redis", "worker", "beat", "web")


class Service:
    """A home and a port; `up` may run there several times over."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        config = home.with_suffix(".toml")
        config.write_text("repositories = []\n")
        self.env = {"BUMPBOARD_HOME": str(home), "BUMPBOARD_CONFIG": str(config), "PORT": str(self.port)}

    def up(self, **env: str) -> Running:
        inherited = {"REDIS_URL", "DATABASE_URL", "SECRET_KEY", "BUMPBOARD_URL", "HOST", "DJANGO_SETTINGS_MODULE"}
        env = {k: v for k, v in os.environ.items() if k not in inherited} | self.env | env
        return Running([sys.executable, "manage.py", "up"], env)

    def pids(self) -> dict[str, int]:
        return {name: pid_in(self.home / "run" / f"{name}.pid") for name in PARTS}

    def processes(self) -> list[int]:
        """Every live process of this service, those that the parts started too: each bears the home somewhere."""
        mark = str(self.home).encode()
        return [pid for pid in _pids() if alive(pid) and any(mark in text for text in _marks(pid))]

    def health(self) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return json.loads(connection.getresponse().read())
        except OSError:
            return None
        finally:
            connection.close()


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _marks(pid: int) -> list[bytes]:
    """Its environment, and its title: Valkey writes the one over the other."""
    try:
        return [Path(f"/proc/{pid}/{name}").read_bytes() for name in ("environ", "cmdline")]
    except OSError:
        return []


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(tmp_path_factory.mktemp("up") / "home")


@pytest.fixture
def up(service: Service) -> Iterator[Running]:
    running = service.up()
    running.says("Bumpboard is ready: http://localhost:", timeout=60)
    yield running
    running.close()


def test_parts_are_restarted_a_second_up_is_refused_and_kill_9_leaves_nothing(service: Service, up: Running) -> None:
    assert all(service.health().values())

    second = service.up()
    assert second.wait() == 1
    assert second.output == (
        f"bumpboard: already running on {service.home} as process {up.process.pid}; "
        "stop that one, or set BUMPBOARD_HOME to another folder"
    )
    elsewhere = service.up(BUMPBOARD_HOME=f"{service.home}2")
    assert elsewhere.wait() == 1
    assert elsewhere.output.startswith(f"bumpboard: port {service.port} on 127.0.0.1 is in use")
    assert not list(Path(f"{service.home}2").glob("*.sqlite3")), "nothing was started"

    before = service.pids()
    for name, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        up.says(f"{name} was ended by SIGKILL; starting it again in 1 s")
    wait_until(lambda: not set(service.pids().values()) & set(before.values()))
    wait_until(lambda: (health := service.health()) and all(health.values()), 30)

    # Pool processes too, which no signal from the kernel reaches.
    wait_until(lambda: len(service.processes()) >= 10, 30, lambda: f"a pool among {service.processes()}")
    up.process.kill()
    wait_until(lambda: not service.processes(), 5, lambda: f"the end of {service.processes()}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_where_a_crash_left_it_and_a_signal_stops_all_of_it(
    service: Service, up: Running, number: signal.Signals
) -> None:
    up.process.send_signal(number)
    assert up.wait() == 0
    assert up.lines[-1] == "up     | stopped"
    assert service.processes() == []


def test_a_configuration_that_cannot_be_used_stops_the_start_in_one_line(service: Service, tmp_path: Path) -> None:
    config = tmp_path / "bad.toml"
    config.write_text("repositories = 3\n")
    running = service.up(BUMPBOARD_CONFIG=str(config))
    assert running.wait() == 1
    assert running.lines[-1].startswith("bumpboard: prepare failed: ")
    assert "bad.toml" in running.lines[-1]
    assert service.processes() == []


def test_a_setting_that_cannot_be_used_is_one_line_and_exit_2() -> None:
    env = {**os.environ, "PORT": "eighty", "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    result = subprocess.run(
        [sys.executable, "manage.py", "up"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.startswith("bumpboard: ")
    assert "PORT" in result.stderr
    assert result.stderr.count("\n") == 1
