"""What other systems said of the heads of open bumps: GitLab's result may come back to GitHub as a commit status."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bumps.models import CommitStatus, PullRequest, Remote
from bumps.ports import NotFound, PullRequests, StatusInfo

_EVERY = timedelta(minutes=5)
_MOST = 2


def read_statuses(remote: Remote, source: PullRequests, now: datetime) -> int:
    """Those of open bumps that were not asked for a while, a few at a time. Returns how many changed."""
    open_bumps = remote.pull_requests.filter(state=PullRequest.State.OPEN, bump__isnull=False)
    due = open_bumps.filter(Q(statuses_at=None) | Q(statuses_at__lt=now - _EVERY)).order_by("statuses_at", "pk")
    changed = 0
    for pull in due[:_MOST]:
        try:
            changed += _store(remote, pull.head_sha, source.statuses(pull.head_sha))
        except NotFound:
            continue
        finally:
            PullRequest.objects.filter(pk=pull.pk).update(statuses_at=now)
    return changed


@transaction.atomic
def _store(remote: Remote, sha: str, infos: list[StatusInfo]) -> int:
    known = {row.context: row for row in CommitStatus.objects.filter(remote=remote, sha=sha)}
    changed = 0
    for info in infos:
        values = {
            "state": info.state,
            "description": info.description,
            "url": info.url,
            "updated_at": info.updated_at,
        }
        row = known.get(info.context)
        if row and all(getattr(row, name) == value for name, value in values.items()):
            continue
        CommitStatus.objects.update_or_create(remote=remote, sha=sha, context=info.context, defaults=values)
        changed += 1
    return changed
