"""Celery's options. Read by name from workers.celery when the app is first used."""

from __future__ import annotations

from django.conf import settings

from workers.beat import beat_schedule


class Options:
    """Nothing may be lost by a crash and nothing may be held back by a prefetched queue."""

    broker_url = settings.CELERY_BROKER_URL
    broker_connection_retry_on_startup = True
    # Above every hard time limit, or Redis would hand a running task to a second worker.
    broker_transport_options = {
        "visibility_timeout": settings.VISIBILITY_TIMEOUT,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
    }
    task_ignore_result = True
    task_acks_late = True
    task_reject_on_worker_lost = True
    task_time_limit = settings.VISIBILITY_TIMEOUT - 300
    task_soft_time_limit = settings.VISIBILITY_TIMEOUT - 360
    worker_prefetch_multiplier = 1
    worker_cancel_long_running_tasks_on_connection_loss = True
    task_default_queue = "celery"
    # What touches the mirrors has a queue of its own: with several machines it runs beside the volume that holds them.
    # Reading logs has another: hundreds of them must not hold back a sweep.
    task_routes = {
        "workers.tasks.poll_remote": {"queue": "fetch"},
        "workers.tasks.poll_ci": {"queue": "fetch"},
        "workers.tasks.discover_pins": {"queue": "fetch"},
        "workers.tasks.read_recipes": {"queue": "fetch"},
        "workers.tasks.triage_job": {"queue": "logs"},
    }
    beat_schedule = beat_schedule()
    timezone = "UTC"
