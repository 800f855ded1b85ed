"""The beat table: what runs when. Each entry expires before its next turn, so a stopped worker finds no backlog."""

from __future__ import annotations

from celery.schedules import schedule
from django.conf import settings


def beat_schedule() -> dict[str, dict[str, object]]:
    """Name to Celery beat entry."""
    return {
        "sweep": _every(settings.SWEEP_SECONDS, "workers.tasks.sweep"),
        "heartbeat": _every(min(15.0, settings.SWEEP_SECONDS * 3), "workers.tasks.heartbeat"),
        "tidy": _every(3600.0, "workers.tasks.tidy"),
    }


def _every(seconds: float, task: str) -> dict[str, object]:
    return {"task": task, "schedule": schedule(seconds), "options": {"expires": seconds * 0.9}}
