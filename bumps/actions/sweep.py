"""The net under everything: what is due is started, what fell silent is said to be."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from bumps.actions.follow_up import FollowUp
from bumps.models import JobRun, Remote

KEEP_JOBS = timedelta(days=30)


def sweep(now: datetime) -> list[FollowUp]:
    """Polls that are due, each sent once. Were one sent twice, the poll's claim keeps it harmless."""
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    JobRun.objects.interrupt_silent(now, lease)
    due = [remote for remote in Remote.objects.due(now) if remote.enqueued(now, lease)]
    return [FollowUp("workers.tasks.poll_remote", remote.pk) for remote in due]


def tidy(now: datetime) -> None:
    """Delete jobs that ended long ago."""
    JobRun.objects.filter(finished_at__lt=now - KEEP_JOBS).delete()
