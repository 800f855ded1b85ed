"""Runs as a remote tells of them, into rows: each once, whatever the order and however often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.utils import timezone

from bumps.models import PullRequest, Remote, Run
from bumps.ports import NotFound, RunInfo, RunSource
from bumps.rules.run_refs import named_branch, place_of

# A list is read again this far back, for what was created before the newest but appeared after it.
OVERLAP = timedelta(hours=1)
FIRST_RUNS = 300
_BATCH = 100
_FIELDS = (
    "attempt", "name", "event", "ref", "head_sha", "status", "conclusion", "raw_state", "created_at", "started_at",
    "updated_at", "url",
)  # fmt: skip
_PLACE = ("baseline", "pull_request")


def read_runs(remote: Remote, source: RunSource, now: datetime) -> int:
    """List what is new, look after what is not settled, notice what is gone. Returns how many rows changed.

    The mark up to which everything was listed moves last: a poll that breaks off is done again.
    """
    first = remote.runs_seen_at is None
    since = now - timedelta(days=settings.CI_LOOK_BACK_DAYS) if first else (remote.runs_seen_at or now) - OVERLAP
    listed: dict[str, datetime] = {}
    changed = 0
    found = islice(source.runs(since), FIRST_RUNS if first else None)
    while batch := list(islice(found, _BATCH)):
        changed += store_runs(remote, batch, now)
        listed |= {info.external_id: info.created_at for info in batch}
        remote.renew(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS))
    if listed and not first:
        changed += _missing(remote, source, since, listed, now)
    changed += _stale(remote, source, set(listed), now)
    if listed:
        newest = max(listed.values())
        Remote.objects.filter(pk=remote.pk).update(runs_seen_at=newest)
    return changed


def store_runs(remote: Remote, infos: Sequence[RunInfo], now: datetime) -> int:
    """Write what differs from what is known. An older attempt than the stored one tells nothing new."""
    known = {run.external_id: run for run in remote.runs.filter(external_id__in=[one.external_id for one in infos])}
    branches = _named(remote, infos)
    new: list[Run] = []
    changed: list[Run] = []
    for info in infos:
        run = known.get(info.external_id) or Run(remote=remote, external_id=info.external_id)
        if run.pk and info.attempt < run.attempt:
            continue
        if _update(run, info, remote, branches):
            run.read_at, run.gone_at = now, None
            (changed if run.pk else new).append(run)
    Run.objects.bulk_create(new, ignore_conflicts=True)
    Run.objects.bulk_update(changed, [*_FIELDS, *_PLACE, "is_settled", "read_at", "gone_at"], batch_size=_BATCH)
    return len(new) + len(changed)


def _update(run: Run, info: RunInfo, remote: Remote, branches: dict[str, int]) -> bool:
    place = place_of(info.event, info.ref, remote.options.get("baseline", ()), remote.repository.tracks)
    pull_request = place.pull_request or branches.get(named_branch(info.ref))
    values = {name: getattr(info, name) for name in _FIELDS}
    values |= {"baseline": place.baseline, "pull_request": pull_request}
    differing = {name for name, value in values.items() if getattr(run, name) != value}
    if run.gone_at:
        differing.add("gone_at")
    for name in differing - {"gone_at"}:
        setattr(run, name, values[name])
    if differing & {"attempt", "status", "conclusion"}:
        # Its jobs are not what they were.
        run.is_settled = False
    return bool(differing) or run.pk is None


def _named(remote: Remote, infos: Iterable[RunInfo]) -> dict[str, int]:
    return _branches(remote, {name for info in infos if (name := named_branch(info.ref))})


def _branches(remote: Remote, names: set[str]) -> dict[str, int]:
    """Head branch to pull request: somebody pushes one to GitLab under its branch's name."""
    if not names or remote.kind != Remote.Kind.GITLAB:
        return {}
    pulls = PullRequest.objects.filter(remote__repository=remote.repository, head_ref__in=names)
    return dict(pulls.order_by("number").values_list("head_ref", "number"))


def link_named(remote: Remote) -> int:
    """Runs on a branch whose pull request was not known when they were stored. Returns how many are linked now."""
    loose = list(remote.runs.filter(pull_request=None, ref__startswith="pull-request/"))
    branches = _branches(remote, {named_branch(run.ref) for run in loose})
    found = [run for run in loose if named_branch(run.ref) in branches]
    for run in found:
        run.pull_request = branches[named_branch(run.ref)]
    Run.objects.bulk_update(found, ["pull_request"])
    return len(found)


def _missing(remote: Remote, source: RunSource, since: datetime, listed: dict[str, datetime], now: datetime) -> int:
    """What should have been in the list and was not: deleted, if the remote says so when asked for it."""
    newest = max(listed.values())
    absent = remote.runs.filter(created_at__gte=since, created_at__lte=newest, gone_at=None)
    return sum(_reread(remote, source, run, now) for run in absent.exclude(external_id__in=listed))


def _stale(remote: Remote, source: RunSource, listed: set[str], now: datetime) -> int:
    """Runs that are not over and no longer listed; the older one is, the more seldom it is asked for."""
    changed = 0
    for run in remote.runs.unsettled().exclude(status="completed").exclude(external_id__in=listed)[:50]:
        patience = max(timedelta(seconds=settings.POLL_SECONDS), (now - run.created_at) / 20)
        if run.read_at is None or now - run.read_at >= patience:
            changed += _reread(remote, source, run, now)
    return changed


def _reread(remote: Remote, source: RunSource, run: Run, now: datetime) -> int:
    try:
        changed = store_runs(remote, [source.run(run.external_id)], now)
    except NotFound:
        run.gone(now)
        return 1
    if not changed:
        Run.objects.filter(pk=run.pk).update(read_at=now)
    return changed
