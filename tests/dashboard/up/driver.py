"""Runs parts under a supervisor, as a process that a test may signal or kill: RUN_DIR SPECS_JSON."""

import json
import signal
import sys
from pathlib import Path

from dashboard.up import children
from dashboard.up.children import Part
from dashboard.up.console import Console
from dashboard.up.supervisor import run_parts


def main() -> None:
    run_dir, specs = Path(sys.argv[1]), json.loads(sys.argv[2])
    children.FIRST_WAIT = 0.1
    parts = [
        Part(
            spec["name"],
            [sys.executable, "-c", spec["code"]],
            stop=[(signal.Signals(number), grace) for number, grace in spec.get("stop", [[15, 5.0]])],
        )
        for spec in specs
    ]
    run_parts(parts, run_dir, Console(sys.stdout))


if __name__ == "__main__":
    main()
