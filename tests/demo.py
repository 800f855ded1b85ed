"""`make demo`: the whole service beside two git origins on this disk that go on committing. No token, no network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from tests.origins import Origin, files
from tests.origins.megatron import MegatronBridge, MegatronLM, both_pins

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BUMPBOARD_HOME", ROOT / "var" / "demo")).resolve()
SECONDS_BETWEEN_COMMITS = float(os.environ.get("DEMO_SECONDS", "15"))
PASSWORD = "bumpboard-demo"
SHIPPED = {
    "https://github.com/NVIDIA/Megatron-LM.git": "megatron-lm.git",
    "https://github.com/NVIDIA-NeMo/Megatron-Bridge.git": "megatron-bridge.git",
}


def main() -> int:
    """Build the origins, start the service on them, commit until it is stopped."""
    shutil.rmtree(HOME, ignore_errors=True)
    origins = HOME / "origins"
    origins.mkdir(parents=True)
    now = datetime.now(UTC).replace(microsecond=0)
    lm = MegatronLM(Origin(origins / "megatron-lm.git"), now)
    bridge = MegatronBridge(Origin(origins / "megatron-bridge.git"), now)
    lm.build()
    bridge.build()
    environment = os.environ | {
        "BUMPBOARD_HOME": str(HOME),
        "BUMPBOARD_CONFIG": str(_configuration(origins)),
        "POLL_SECONDS": "2",
        "SWEEP_SECONDS": "1",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    operator = {"DJANGO_SUPERUSER_USERNAME": "operator", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
    create = [*manage, "createsuperuser", "--noinput", "--email", "operator@example.org", "--verbosity", "0"]
    subprocess.run(create, env=environment | operator, check=True)
    sys.stdout.write(f"Demo: sign in as operator, password {PASSWORD}\n")
    sys.stdout.flush()
    service = subprocess.Popen([*manage, "up"], env=environment)
    signal.signal(signal.SIGTERM, lambda *_: service.terminate())
    with contextlib.suppress(KeyboardInterrupt):  # the service, in the same terminal, gets it too
        _live(lm, bridge, service)
    return service.wait()


def _configuration(origins: Path) -> Path:
    text = (ROOT / "bumpboard.toml").read_text()
    for shipped, local in SHIPPED.items():
        text = text.replace(shipped, str(origins / local))
    path = HOME / "bumpboard.toml"
    path.write_text(text)
    return path


def _live(lm: MegatronLM, bridge: MegatronBridge, service: subprocess.Popen[bytes]) -> None:
    """What happens, over and over: a bump forgets GitLab's pin, somebody repairs it, the Bridge follows."""
    number = 5600
    for tag in cycle(["26.06", "26.04"]):
        for step in _steps(lm, bridge, tag, number):
            for _ in range(int(SECONDS_BETWEEN_COMMITS * 10)):
                time.sleep(0.1)
                if service.poll() is not None:
                    return
            step()
        number += 10


def _steps(lm: MegatronLM, bridge: MegatronBridge, tag: str, number: int) -> list[Callable[[], object]]:
    bump = f"chore: Update Docker image version to {tag}-py3 (#{number})"
    repair = f"ci: Set the GitLab image to {tag} as well (#{number + 1})"
    return [
        lambda: lm.origin.commit({files.GITHUB_DEV: files.pin(tag)}, bump, _now()),
        lambda: bridge.move_submodule(_now()),
        lambda: lm.origin.commit({files.GITLAB: files.build_stage(tag)}, repair, _now()),
        lambda: lm.origin.commit(both_pins(tag), "Nightly sync of main into dev", _now(), "dev"),
    ]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    sys.exit(main())
