"""A worker says that it works by consuming a task, from its first moment on."""

from __future__ import annotations

from celery import Celery
from celery.signals import worker_ready


@worker_ready.connect
def _first_heartbeat(sender: object = None, **_: object) -> None:
    """Beat's first heartbeat is seconds away: until then pages would say that nobody works."""
    app = getattr(sender, "app", None)
    if isinstance(app, Celery):
        app.send_task("workers.tasks.heartbeat", expires=60)
