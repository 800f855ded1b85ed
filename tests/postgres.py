"""Runs a command on a throwaway PostgreSQL: `python -m tests.postgres -- pytest ...`, DATABASE_URL set."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Nothing here has to outlive the tests, and nothing listens but a socket in a private folder.
OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class NoPostgresError(Exception):
    """It cannot be run here; the message says what to do."""


def find_binaries() -> Path:
    """The folder of initdb and pg_ctl; Debian keeps them off PATH."""
    candidates: list[Path] = []
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(said.stdout.strip()))
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    for folder in candidates:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise NoPostgresError("no PostgreSQL server found; install it: apt-get install postgresql")


def find_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as someone with no rights. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgresError("PostgreSQL refuses to run as root, and there is no user postgres or nobody to be")


@contextmanager
def database() -> Iterator[str]:
    """A server of its own; gives its URL, and removes all of it at the end."""
    binaries, user = find_binaries(), find_user()
    # Not under TMPDIR: a socket's path must be short, and the other user must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="bumpboard-pg-", dir="/tmp") as name:
        if user:
            shutil.chown(name, user, pwd.getpwnam(user).pw_gid)
        data, control = f"{name}/data", [str(binaries / "pg_ctl"), "-D", f"{name}/data", "-w"]
        # The encoding by hand: a machine with no locale set would make it SQL_ASCII.
        encoding = ["--encoding=UTF8", "--locale=C.UTF-8"]
        initdb = [str(binaries / "initdb"), "--no-sync", "--auth=trust", "--username=bumpboard"]
        _as(user, [*initdb, *encoding, "-D", data])
        options = " ".join(f"-c {key}={value}" for key, value in OPTIONS.items())
        _as(user, [*control, "-l", f"{name}/log", "-o", f"-k {name} {options}", "start"])
        try:
            yield f"postgresql://bumpboard@{quote(name, safe='')}/postgres"
        finally:
            _as(user, [*control, "-m", "immediate", "stop"])


def _as(user: str | None, command: Sequence[str]) -> None:
    group = pwd.getpwnam(user).pw_gid if user else None
    with tempfile.TemporaryFile("w+") as output:
        # A file, not a pipe: the server inherits it and would hold a pipe open for ever.
        code = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            user=user,
            group=group,
            extra_groups=[] if user else None,
            check=False,
        ).returncode
        if code:
            output.seek(0)
            raise NoPostgresError(f"{Path(command[0]).name} failed: {output.read().strip()}")


def main(arguments: Sequence[str]) -> int:
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        sys.stderr.write("usage: python -m tests.postgres -- COMMAND...\n")
        return 2
    try:
        with database() as url:
            sys.stderr.write(f"postgres: {find_binaries()} on a socket, for {command[0]}\n")
            # Stopped from outside, it still stops the server.
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except KeyboardInterrupt:
        return 130
    except NoPostgresError as error:
        sys.stderr.write(f"postgres: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
