"""The physical limit: git itself walks the same first parents and hands over the same bytes; nothing is done with them.

Imports nothing of the product.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


def seconds(mirror: Path, paths: Sequence[str], *, limited: bool = False) -> tuple[float, int]:
    """Wall seconds of `git log --first-parent --raw` plus `git cat-file --batch` of the blobs at `paths`.

    Starting the two processes is taken off. `limited` lets git log look at `paths` alone. Returns how many blobs too.
    """
    started = time.perf_counter()
    command = ["git", "-C", str(mirror), "log", "--first-parent", "--raw", "--no-abbrev", "--format=%H", "main"]
    log = subprocess.run([*command, *(["--", *paths] if limited else [])], capture_output=True, check=True).stdout
    wanted = [path.encode() for path in paths]
    blobs = [line.split()[3] for line in log.splitlines() if line[:1] == b":" and line.split(b"\t")[-1] in wanted]
    subprocess.run(
        ["git", "-C", str(mirror), "cat-file", "--batch"], input=b"\n".join(blobs), capture_output=True, check=True
    )
    return time.perf_counter() - started - 2 * _process_start(), len(blobs)


def _process_start() -> float:
    started = time.perf_counter()
    subprocess.run(["git", "version"], capture_output=True, check=True)
    return time.perf_counter() - started
