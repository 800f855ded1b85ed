"""Triage: the confusion matrix over the labelled logs, and a log of 100 MB beside grep with the same strings."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench.table import Row
from bumps.rules.triage import Kind, triage
from bumps.rules.triage.patterns import HINTS
from tests.logs import LOGS, build

SIZE = 100_000_000
ROUNDS = 3
MAX_RATIO, MAX_MB = 4, 64


def run(workshop: Path) -> list[Row]:
    """The matrix, then time and memory."""
    return [*_matrix(), *_speed(workshop)]


def _matrix() -> list[Row]:
    judged: Counter[tuple[str, str]] = Counter((log.kind, triage([build(log)]).kind.value) for log in LOGS)
    kinds = [kind.value for kind in Kind]
    rows = [Row(f"triage, {len(LOGS)} labelled logs", " ".join(f"{kind[:8]:>8}" for kind in kinds), "", "right", "")]
    for label in kinds:
        of_label = sum(judged[label, kind] for kind in kinds)
        counts = " ".join(f"{judged[label, kind] or '·':>8}" for kind in kinds)
        rows.append(Row(f"  labelled {label}", counts, "", f"{judged[label, label]}/{of_label}", "all"))
    return rows


def _speed(workshop: Path) -> list[Row]:
    log, strings = workshop / "large.log", workshop / "strings"
    _write(log)
    strings.write_bytes(b"".join(hint.text + b"\n" for hint in HINTS))
    ours = [_ours(log) for _ in range(ROUNDS)]
    seconds, extra = min(seconds for seconds, _ in ours), max(extra for _, extra in ours)
    beside = min(_grep(log, strings) for _ in range(ROUNDS))
    size = f"{log.stat().st_size / 1e6:.0f} MB"
    log.unlink()
    return [
        Row(
            f"triage of a log of {size}",
            f"{seconds:.2f} s",
            f"grep -F -f: {beside:.2f} s",
            f"{seconds / beside:.2f}",
            f"{MAX_RATIO}.00",
        ),
        Row("  memory above the idle process", f"{extra:.0f} MB", "", "", f"{MAX_MB} MB"),
    ]


def _write(path: Path) -> None:
    """Every labelled log after the other, again and again: far more to look at than one honest log has."""
    logs = [build(log) for log in LOGS]
    with path.open("wb") as file:
        while file.tell() < SIZE:
            file.writelines(logs)


def _grep(log: Path, strings: Path) -> float:
    """Wall seconds; -c, because grep stops at the first match where nobody reads its output."""
    started = time.perf_counter()
    command = ["grep", "-c", "-F", "-f", str(strings), str(log)]
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"})
    return time.perf_counter() - started


def _ours(log: Path) -> tuple[float, float]:
    """Seconds of a triage in a process of its own, without its start, and the MB it took above being idle."""
    command = [sys.executable, "-m", "bench.triage", str(log)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return float(answer[0]), float(answer[1])


def _peak_mb() -> float:
    """The most memory this process has held. Not getrusage: its figure starts at that of the parent."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(name: str) -> None:
    """In the process of its own: prints seconds and MB."""
    triage([b"warm\n"])
    idle, started = _peak_mb(), time.perf_counter()
    with Path(name).open("rb") as file:
        triage(iter(lambda: file.read(1 << 18), b""))
    sys.stdout.write(f"{time.perf_counter() - started} {_peak_mb() - idle}\n")


if __name__ == "__main__":
    main(sys.argv[1])
