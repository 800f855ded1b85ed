"""The net under everything: what is due is started, what fell silent is said to be."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from bumps.actions.follow_up import FollowUp
from bumps.models import CachedResponse, JobResult, JobRun, Remote, WebhookDelivery

KEEP_JOBS = timedelta(days=30)
KEEP_RESPONSES = timedelta(days=7)
KEEP_DELIVERIES = timedelta(days=7)
_POLLS = {
    Remote.Kind.GIT: "workers.tasks.poll_remote",
    Remote.Kind.GITHUB: "workers.tasks.poll_ci",
    Remote.Kind.GITLAB: "workers.tasks.poll_ci",
}
# The rest of a backlog waits for the next sweep: the queue must not be flooded.
_MOST_TRIAGES = 50


def sweep(now: datetime) -> list[FollowUp]:
    """Polls and readings that are due, each sent once. Were one sent twice, its claim keeps it harmless."""
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    JobRun.objects.interrupt_silent(now, lease)
    due = [remote for remote in Remote.objects.due(now) if remote.enqueued(now, lease)]
    polls = [FollowUp(_POLLS[Remote.Kind(remote.kind)], remote.pk) for remote in due]
    waiting = JobResult.objects.triage_due(now).order_by("triage_at")[:_MOST_TRIAGES]
    sent = [job for job in waiting if job.sent_to_triage(now, triage_patience())]
    return polls + [FollowUp("workers.tasks.triage_job", job.pk) for job in sent]


def triage_patience() -> timedelta:
    """How long a reading may wait in the queue before it is thought lost."""
    return timedelta(seconds=settings.LEASE_SECONDS * 4)


def tidy(now: datetime) -> None:
    """Delete jobs that ended long ago, answers nobody asks for any more, and ids of old webhooks."""
    JobRun.objects.filter(finished_at__lt=now - KEEP_JOBS).delete()
    CachedResponse.objects.unused(now, KEEP_RESPONSES).delete()
    WebhookDelivery.objects.filter(received_at__lt=now - KEEP_DELIVERIES).delete()
