"""Bumpboard as parts: what `manage.py up` starts, and in which order."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from dashboard.up import redis
from dashboard.up.announce import address, announce, check_free
from dashboard.up.children import Part
from dashboard.up.console import Console
from dashboard.up.home import claimed
from dashboard.up.steps import run_step
from dashboard.up.supervisor import Supervisor


@dataclass(frozen=True)
class Place:
    root: Path
    home: Path
    host: str
    port: int
    url: str


def parts(place: Place) -> list[Part]:
    """In starting order. Stopped in reverse: what makes work (requests, timers) ends before the worker."""
    python = sys.executable
    # It warns of root because a worker could be made to unpickle; this one takes JSON alone.
    hush = ["-W", "ignore:You're running the worker with superuser privileges"]
    # A line for each turn of the timer would hide what matters.
    calm = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
    celery = [python, *hush, "-m", "celery", "--quiet", "--workdir", str(place.root), "-A", "workers.celery"]
    worker = ["worker", "-Q", "celery,fetch,logs", "--concurrency=4", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--pidfile=", "--schedule", str(place.home / "beat-schedule")]
    gunicorn = [python, "-m", "gunicorn", "--chdir", str(place.root)]
    conf = ["--config", "python:dashboard.gunicorn_conf"]
    bind = ["--bind", address(place.host, place.port), "dashboard.wsgi:application"]
    return [
        # TERM lets the running tasks end; QUIT gives the rest back to the queue, which KILL would not.
        Part("worker", [*celery, *worker], calm, stop=((signal.SIGTERM, 20.0), (signal.SIGQUIT, 5.0))),
        Part("beat", [*celery, *beat], calm, stop=((signal.SIGTERM, 5.0),)),
        Part("web", [*gunicorn, *conf, *bind], stop=((signal.SIGTERM, 10.0),)),
    ]


def serve(place: Place, console: Console) -> None:
    """Everything from an empty folder to a running service, until a signal asks for the stop."""
    with claimed(place.home) as run_dir:
        check_free(place.host, place.port)
        with Supervisor(run_dir, console) as supervisor:
            if "REDIS_URL" not in os.environ:
                console.line("up", f"starting Redis (data in {place.home / 'redis'})")
                os.environ["REDIS_URL"] = redis.start(place.home, supervisor)
            if not supervisor.stop_asked:
                console.line("up", "preparing database, configuration and static files")
                run_step("prepare", [str(place.root / "manage.py"), "prepare"], run_dir, place.root)
            if not supervisor.stop_asked:
                for part in parts(place):
                    supervisor.add(part)
                announce(place.host, place.port, place.url, console)
            supervisor.run()
