"""Kill the process groups named on stdin once stdin ends: `+PGID` watches a group, `-PGID` forgets it.

The leash reaches a part, not the part's own children: a Celery pool process goes on after its parent is
killed, and would work beside the next worker. The pipe ends when `manage.py up` does, however it ends.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def watch(lines: Iterable[str]) -> set[int]:
    """The groups still watched when the lines end."""
    groups: set[int] = set()
    for line in lines:
        change, group = line[0], int(line[1:])
        if change == "+":
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def main() -> None:
    # Whoever stops all of this at once (a terminal, systemd) must not stop this process first.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for group in watch(sys.stdin):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
