"""The folder that holds the state of one service, and the lock that keeps it to one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.up import UpError


@contextmanager
def claimed(home: Path) -> Iterator[Path]:
    """Hold the home folder; gives its `run` folder. The kernel lets go of the lock when this process ends."""
    run_dir = home / "run"
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        lock = (run_dir / "up.pid").open("a+")
    except OSError as error:
        raise UpError(
            f"cannot write to {run_dir} ({error.strerror}); set BUMPBOARD_HOME to a folder that is yours"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UpError(
                f"already running on {home} as process {lock.read().strip() or '?'}; "
                "stop that one, or set BUMPBOARD_HOME to another folder"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield run_dir
        lock.truncate(0)
