"""One poll of a git remote: fetch, read what moved, derive desyncs, say when to come back.

Safe at any point of a crash: the mirror is whole or as before, a branch is written in one transaction, the lease runs
out, and the next poll does what is left.
"""

from __future__ import annotations

from django.utils import timezone

from bumps.actions.attend import Attended, attend
from bumps.actions.backfill import Backfilled, backfill
from bumps.actions.discover import is_due
from bumps.actions.follow_up import FollowUp
from bumps.actions.remotes import git_history
from bumps.models import Remote, Repository
from bumps.ports import Progress


def poll(remote_id: int) -> list[FollowUp]:
    """Poll the remote unless somebody does."""
    return attend(remote_id, "poll", _work)


def _work(remote: Remote, progress: Progress) -> Attended:
    result = poll_claimed(remote, progress)
    follow_ups = []
    if is_due(remote.repository):
        follow_ups.append(FollowUp("workers.tasks.discover_pins", remote.pk))
    if _has_unread_recipes(remote.repository):
        follow_ups.append(FollowUp("workers.tasks.read_recipes", remote.pk))
    return Attended(told(result), follow_ups)


def poll_claimed(remote: Remote, progress: Progress) -> Backfilled:
    """Fetch and read; the caller holds the claim. Raises PortError."""
    git = git_history(remote)
    git.sync(remote.location, progress)
    return backfill(remote.repository, git, progress, timezone.now())


def _has_unread_recipes(repository: Repository) -> bool:
    """Asked at every poll, also a quiet one: that finds what a crash left unread."""
    if not (repository.recipes or repository.launchers):
        return False
    return bool(repository.branches.unread_recipes().exists())


def told(result: Backfilled) -> str:
    """One line for people: what a poll changed."""
    if result.quiet:
        return "nothing changed"
    names = ", ".join(result.branches[:3]) + (
        f" and {len(result.branches) - 3} more" if len(result.branches) > 3 else ""
    )
    changes = f"{result.pin_changes} pin change{'' if result.pin_changes == 1 else 's'}"
    gone = f"; deleted: {', '.join(result.gone)}" if result.gone else ""
    skipped = len(result.too_long)
    left = f"; left out, names too long: {skipped} branch{'' if skipped == 1 else 'es'}" if skipped else ""
    return (f"read {names}: {changes}" if names else "no branch moved") + gone + left
