"""What every poll of a remote has in common: the claim, the job a person sees, what its end leaves on the remote."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bumps.actions.follow_up import FollowUp
from bumps.actions.job import JobProgress
from bumps.models import Remote
from bumps.ports import PortError, Progress, RateLimited


@dataclass(frozen=True, slots=True)
class Attended:
    """What a poll changed, in one line for people; what should run next; when to come back."""

    message: str
    follow_ups: list[FollowUp] = field(default_factory=list)
    every: timedelta | None = None


def attend(remote_id: int, kind: str, work: Callable[[Remote, Progress], Attended]) -> list[FollowUp]:
    """Do `work` unless somebody does. What the remote answers badly is recorded on it, not raised."""
    remote = Remote.objects.select_related("repository").filter(pk=remote_id, retired_at=None).first()
    if remote is None or not remote.claim(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS)):
        return []
    job = JobProgress(kind, remote)
    try:
        done = work(remote, job)
    except PortError as error:
        job.fail(str(error))
        remote.failed(timezone.now(), str(error), _next_try(remote, error))
        return []
    except Exception as error:
        # A defect of ours: a person must see it, and it must not be tried again at once.
        job.fail(f"{type(error).__name__}: {error}", always=True)
        remote.failed(timezone.now(), f"internal error ({type(error).__name__})", _next_try(remote, error))
        raise
    job.succeed(done.message)
    remote.answered(timezone.now(), done.every or timedelta(seconds=settings.POLL_SECONDS))
    return done.follow_ups


def _next_try(remote: Remote, error: Exception) -> datetime:
    """Doubling from the poll interval up to the limit, with a little chance in it; a rate limit names its own time."""
    if isinstance(error, RateLimited):
        return error.reset_at
    seconds = min(settings.POLL_SECONDS * 2 ** min(remote.failures, 16), settings.BACKOFF_LIMIT_SECONDS)
    return timezone.now() + timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311  no secret
