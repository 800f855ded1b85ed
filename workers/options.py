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
    # Fetches have a queue of their own: with several machines they run beside the volume that holds the mirrors.
    task_routes = {"workers.tasks.poll_remote": {"queue": "fetch"}, "workers.tasks.discover_pins": {"queue": "fetch"}}
    beat_schedule = beat_schedule()
    timezone = "UTC"
