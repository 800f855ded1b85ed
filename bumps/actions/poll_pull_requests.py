"""Pull requests as GitHub tells of them, into rows. Most polls read one unchanged page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, islice

from django.conf import settings

from bumps.models import PullRequest, Remote
from bumps.ports import PullRequestInfo, PullRequests

OVERLAP = timedelta(minutes=10)
_BATCH = 100
_FIELDS = (
    "title", "state", "is_draft", "author", "labels", "head_ref", "head_sha", "base_ref", "base_sha", "merge_sha",
    "url", "created_at", "updated_at", "closed_at", "merged_at",
)  # fmt: skip


def poll_pull_requests(remote: Remote, source: PullRequests, now: datetime) -> int:
    """At first all that are open or have runs that are read, then what changed since. Returns how many rows changed."""
    seen = remote.pulls_seen_at
    since = seen - OVERLAP if seen else now - timedelta(days=settings.CI_LOOK_BACK_DAYS)
    found = source.changed(since) if seen else chain(source.open(), source.changed(since))
    # Where there is none at all, the next poll need not ask for all of them again.
    changed, newest = 0, since
    while batch := list(islice(found, _BATCH)):
        changed += _store(remote, batch)
        newest = max(newest, *(one.updated_at for one in batch))
    if seen is None or newest > seen:
        Remote.objects.filter(pk=remote.pk).update(pulls_seen_at=newest)
    return changed


def _store(remote: Remote, infos: Iterable[PullRequestInfo]) -> int:
    by_number = {info.number: info for info in infos}
    known = {row.number: row for row in remote.pull_requests.filter(number__in=by_number)}
    new: list[PullRequest] = []
    changed: list[PullRequest] = []
    for number, info in by_number.items():
        row = known.get(number) or PullRequest(remote=remote, number=number)
        if row.pk and info.updated_at < row.updated_at:
            continue
        values = {name: getattr(info, name) for name in _FIELDS} | {"labels": list(info.labels)}
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        (changed if row.pk else new).append(row)
    PullRequest.objects.bulk_create(new, ignore_conflicts=True)
    PullRequest.objects.bulk_update(changed, _FIELDS)
    return len(new) + len(changed)
