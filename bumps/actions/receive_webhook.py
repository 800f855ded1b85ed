"""A webhook that was found genuine: remembered by its id, and what it tells of is due at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from bumps.actions.follow_up import FollowUp
from bumps.models import Remote, WebhookDelivery
from bumps.rules.webhooks import Notice, Told

# A run tells of each of its hundred jobs: one poll a few seconds later hears of them all.
_GATHER = timedelta(seconds=3)


@transaction.atomic
def receive_webhook(source: str, delivery: str, event: str, notice: Notice, now: datetime) -> list[FollowUp] | None:
    """Make the remotes it is about due. None: this delivery was here before. Call the follow-ups after commit."""
    if delivery:
        _, is_new = WebhookDelivery.objects.get_or_create(
            source=source, delivery=delivery[:100], defaults={"event": event[:60], "received_at": now}
        )
        if not is_new:
            return None
    follow_ups: list[FollowUp] = []
    for remote in _remotes(source, notice):
        if notice.told is Told.CI:
            remote.poll_soon(now + _GATHER)
            continue
        for git in _git_of(remote) if source == Remote.Kind.GITHUB else []:
            git.poll_now(now)
            follow_ups.append(FollowUp("workers.tasks.poll_remote", git.pk))
        remote.poll_soon(now + _GATHER)
    return follow_ups


def _remotes(source: str, notice: Notice) -> list[Remote]:
    if notice.told is Told.NOTHING:
        return []
    remotes = Remote.objects.filter(kind=source, retired_at=None, repository__retired_at=None)
    return [
        remote
        for remote in remotes.select_related("repository")
        if (notice.project and remote.location.lower() == notice.project.lower())
        or (notice.project_id is not None and remote.options.get("project_id") == notice.project_id)
    ]


def _git_of(remote: Remote) -> list[Remote]:
    return list(remote.repository.remotes.filter(kind=Remote.Kind.GIT, retired_at=None))
