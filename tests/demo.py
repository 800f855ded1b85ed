"""`make demo`: the whole service beside a sandbox of the outside world that goes on living. No token, no network."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
# A folder of its own below whatever home is set: the demo starts empty, and must never empty anybody's real one.
HOME = Path(os.environ.get("BUMPBOARD_HOME", ROOT / "var")).resolve() / "demo"
MARK = HOME / "made-by-make-demo"
SECONDS_BETWEEN_EVENTS = os.environ.get("DEMO_SECONDS", "15")
PASSWORD = "bumpboard-demo"
SECRET = "bumpboard-demo-hook"
# What each system tells at once; the rest is found by polling.
HOOKS = {
    "github": ["push", "pull_request", "workflow_run"],
    "gitlab": ["Push Hook", "Pipeline Hook"],
}


def main() -> int:
    """Start the world and the service on it; both end together."""
    if HOME.exists() and not MARK.exists():
        sys.stderr.write(
            f"Demo: {HOME} was not made by the demo; it is left alone. Move it away, or set BUMPBOARD_HOME.\n"
        )
        return 1
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    MARK.touch()
    world = subprocess.Popen(
        [sys.executable, "-m", "tests.sandbox", "--story", SECONDS_BETWEEN_EVENTS, "--home", str(HOME / "world")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C goes to the service; the world ends when this process does.
        start_new_session=True,
    )
    assert world.stdout is not None
    assert world.stdin is not None
    try:
        line = world.stdout.readline()
        if not line:
            sys.stderr.write("Demo: the sandbox did not start; its error stands above.\n")
            return 1
        return _serve(json.loads(line), world.stdin)
    finally:
        world.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            world.wait(timeout=10)
        world.kill()


def _serve(urls: dict[str, str], world: IO[bytes]) -> int:
    environment = os.environ | {
        "BUMPBOARD_HOME": str(HOME),
        "BUMPBOARD_CONFIG": str(_configuration(urls)),
        "POLL_SECONDS": "2",
        "SWEEP_SECONDS": "1",
        "GITHUB_URL": urls["github-web"],
        "GITHUB_API_URL": urls["github"],
        "GITHUB_TOKEN": urls["github_token"],
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "GITLAB_URL": urls["gitlab"],
        "GITLAB_TOKEN": urls["gitlab_token"],
        "GITLAB_WEBHOOK_SECRET": SECRET,
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    operator = {"DJANGO_SUPERUSER_USERNAME": "operator", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
    create = [*manage, "createsuperuser", "--noinput", "--email", "operator@example.org", "--verbosity", "0"]
    subprocess.run(create, env=environment | operator, check=True)
    sys.stdout.write(f"Demo: sign in as operator, password {PASSWORD}\n")
    sys.stdout.flush()
    service = subprocess.Popen([*manage, "up"], env=environment)

    def stop(*_: object) -> None:
        world.close()
        service.terminate()

    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=_hook, args=(service, urls["control"]), daemon=True).start()
    while True:
        try:
            return service.wait()
        except KeyboardInterrupt:  # the service, in the same terminal, gets it too
            world.close()  # so that nothing knocks at a service that is going


def _configuration(urls: dict[str, str]) -> Path:
    """The shipped configuration, with this world's GitHub in the place of the real one."""
    path = HOME / "bumpboard.toml"
    path.write_text((ROOT / "bumpboard.toml").read_text().replace("https://github.com", urls["github-web"]))
    return path


def _hook(service: subprocess.Popen[bytes], control: str) -> None:
    """Register the webhooks once the service answers."""
    base = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    while service.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/healthz", timeout=2):  # noqa: S310
            break
        time.sleep(0.5)
    for system, events in HOOKS.items():
        hook = {"system": system, "url": f"{base}/webhooks/{system}", "secret": SECRET, "events": events}
        _post(f"{control}/control/hooks", hook)


def _post(url: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5):  # noqa: S310
        pass


if __name__ == "__main__":
    sys.exit(main())
