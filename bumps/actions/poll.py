"""One poll of a git remote: fetch, read what moved, derive desyncs, say when to come back.

Safe at any point of a crash: the mirror is whole or as before, a branch is written in one transaction, the lease runs
out, and the next poll does what is left.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bumps.actions.backfill import Backfilled, backfill
from bumps.actions.follow_up import FollowUp
from bumps.actions.job import JobProgress
from bumps.actions.remotes import git_history
from bumps.models import Remote
from bumps.ports import PortError, Progress, RateLimited


def poll(remote_id: int) -> list[FollowUp]:
    """Poll the remote unless somebody does. What the remote answers badly is recorded on it, not raised."""
    remote = Remote.objects.select_related("repository").filter(pk=remote_id, retired_at=None).first()
    if remote is None or not remote.claim(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS)):
        return []
    job = JobProgress("poll", remote)
    try:
        result = poll_claimed(remote, job)
    except PortError as error:
        job.fail(str(error))
        remote.failed(timezone.now(), str(error), _next_try(remote, error))
        return []
    except Exception as error:
        # A defect of ours: a person must see it, and it must not be tried again at once.
        job.fail(f"{type(error).__name__}: {error}", always=True)
        remote.failed(timezone.now(), f"internal error ({type(error).__name__})", _next_try(remote, error))
        raise
    job.succeed(told(result))
    remote.answered(timezone.now(), timedelta(seconds=settings.POLL_SECONDS))
    if remote.repository.default_branch in result.branches:
        return [FollowUp("workers.tasks.discover_pins", remote.pk)]
    return []


def poll_claimed(remote: Remote, progress: Progress) -> Backfilled:
    """Fetch and read; the caller holds the claim. Raises PortError."""
    git = git_history(remote)
    git.sync(remote.location, progress)
    return backfill(remote.repository, git, progress, timezone.now())


def _next_try(remote: Remote, error: Exception) -> datetime:
    """Doubling from the poll interval up to the limit, with a little chance in it; a rate limit names its own time."""
    if isinstance(error, RateLimited):
        return error.reset_at
    seconds = min(settings.POLL_SECONDS * 2 ** min(remote.failures, 16), settings.BACKOFF_LIMIT_SECONDS)
    return timezone.now() + timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311  no secret


def told(result: Backfilled) -> str:
    """One line for people: what a poll changed."""
    if result.quiet:
        return "nothing changed"
    names = ", ".join(result.branches[:3]) + (
        f" and {len(result.branches) - 3} more" if len(result.branches) > 3 else ""
    )
    changes = f"{result.pin_changes} pin change{'' if result.pin_changes == 1 else 's'}"
    gone = f"; deleted: {', '.join(result.gone)}" if result.gone else ""
    return (f"read {names}: {changes}" if names else "no branch moved") + gone
