"""What must have happened before the parts start: a command that runs once."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.up import UpError
from dashboard.up.children import leashed


def run_step(title: str, command: Sequence[str], run_dir: Path, cwd: Path) -> None:
    """Run one Python command quietly. Its output is kept in a file; a failure is told by its last line."""
    log = run_dir / f"{title}.log"
    with log.open("wb") as output:
        # Its own session: Ctrl-C does not tear a migration apart, the stop comes after it.
        code = subprocess.run(
            leashed([sys.executable, *command]),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        ).returncode
    if code:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
        last = lines[-1].removeprefix("bumpboard: ") if lines else f"exit code {code}"
        raise UpError(f"{title} failed: {last} (all of it: {log})")
