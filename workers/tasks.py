"""Thin tasks: an id in, an action called, its follow-ups enqueued. Every one may be run twice or killed."""

from __future__ import annotations

import time

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from bumps.actions import discover, poll, poll_ci, read_recipes, sweep, triage_job
from bumps.actions.follow_up import FollowUp
from workers.celery import app

HEARTBEAT = "bumpboard:heartbeat"


@shared_task(name="workers.tasks.sweep")
def sweep_due() -> None:
    """Start what is due: remotes whose poll time has come, also those that a crash left."""
    enqueue(sweep.sweep(timezone.now()))


@shared_task(name="workers.tasks.poll_remote")
def poll_remote(remote_id: int) -> None:
    """Fetch and read one git remote."""
    enqueue(poll.poll(remote_id))


@shared_task(name="workers.tasks.poll_ci")
def poll_ci_remote(remote_id: int) -> None:
    """Ask one GitHub or GitLab project what happened."""
    enqueue(poll_ci.poll_ci(remote_id))


@shared_task(name="workers.tasks.triage_job")
def triage_failed_job(job_id: int) -> None:
    """Find out why one job failed."""
    enqueue(triage_job.triage_job(job_id))


@shared_task(name="workers.tasks.read_recipes")
def read_recipes_of(remote_id: int) -> None:
    """Read which tests every branch asks for, and which left the gate."""
    enqueue(read_recipes.read_recipes(remote_id))


@shared_task(name="workers.tasks.discover_pins")
def discover_pins(remote_id: int) -> None:
    """Look for pins that no site covers."""
    discover.discover(remote_id)


@shared_task(name="workers.tasks.heartbeat")
def heartbeat() -> None:
    """Liveness is a task that was consumed, not a ping: pages read this time."""
    cache.set(HEARTBEAT, time.time(), timeout=None)


@shared_task(name="workers.tasks.tidy")
def tidy() -> None:
    """Forget old finished jobs and answers."""
    sweep.tidy(timezone.now())


def enqueue(follow_ups: list[FollowUp]) -> None:
    """Send each by name; a broker that is down raises, and the next sweep finds the same work."""
    # By this app, not Celery's "current" one: in a web process nobody has made ours current.
    for follow_up in follow_ups:
        app.send_task(follow_up.task, args=[follow_up.id])
