"""The whole world as a process: `python -m tests.sandbox [--story SECONDS]` prints its addresses as one line of JSON.

It lives until its standard input closes or it is told to stop.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from tests.sandbox.scenario import people
from tests.sandbox.scenario.acts import Acts
from tests.sandbox.scenario.build import build
from tests.sandbox.scenario.story import Story
from tests.sandbox.server import Sandbox


def main() -> int:
    asked = _arguments()
    with Sandbox(asked.home, speed=1.0) as sandbox:
        scenario = build(sandbox, run_days=asked.run_days, pace=1 / asked.speed)
        acts = Acts(scenario)
        sandbox.control.acts = acts.offered()
        sandbox.control.truths = lambda: [truth.as_json() for truth in scenario.truths]
        if asked.story:
            Story(acts, asked.story).begin()
        tokens = {"github_token": people.GITHUB_TOKEN, "gitlab_token": people.GITLAB_TOKEN}
        sys.stdout.write(json.dumps(sandbox.urls() | tokens) + "\n")
        sys.stdout.flush()
        _until_told()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox", description=__doc__)
    parser.add_argument("--home", type=Path, help="where its git repositories live (default: a temporary folder)")
    parser.add_argument("--story", type=float, default=0.0, help="let something happen every so many seconds")
    parser.add_argument("--speed", type=float, default=60.0, help="how many times faster than real its CI runs")
    parser.add_argument("--run-days", type=float, default=180.0, help="how many days of CI history it has")
    return parser.parse_args()


def _until_told() -> None:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    # Whoever started it holds the other end: when that process dies, however it dies, the world ends too.
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    stop.wait()


def _watch(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
