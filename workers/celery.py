"""The Celery app. Named by string everywhere (`-A workers.celery`), so that importing the code never starts it."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

app = Celery("bumpboard")
app.config_from_object("workers.options:Options")
app.autodiscover_tasks(["workers"], related_name="tasks")
app.autodiscover_tasks(["workers"], related_name="liveness")


@setup_logging.connect
def _keep_django_logging(**_: object) -> None:
    """Django's LOGGING stands; Celery would put its own root handler beside it."""
