"""One poll of a GitHub or GitLab project: pull requests, runs, their jobs, their images, what else is told beside them.

Killed at any point, done twice or late, it ends in the same rows: answers are kept with their ETags, every row has the
remote's own key, and what marks something as read is written last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from bumps.actions.attend import Attended, attend
from bumps.actions.find_bumps import find_bumps
from bumps.actions.follow_up import FollowUp
from bumps.actions.mirror_lag import measure_lag
from bumps.actions.poll_pull_requests import poll_pull_requests
from bumps.actions.read_statuses import read_statuses
from bumps.actions.refresh_issues import refresh_issues
from bumps.actions.remotes import CiAccess, ci_access, git_history
from bumps.actions.run_images import name_images, unnamed
from bumps.actions.store_jobs import store_jobs
from bumps.actions.store_runs import link_named, read_runs
from bumps.models import Bump, Remote, Run
from bumps.models.run import FAILED
from bumps.ports import GitHistory, NotFound, Progress
from bumps.rules import pace

# What a quiet poll costs, at least: it is reckoned with before anything was asked.
_QUIET_COST = 2


@dataclass(slots=True)
class CiPolled:
    """What one poll changed."""

    pulls: int = 0
    bumps: int = 0
    runs: int = 0
    runs_read: int = 0
    other: int = 0
    failures: list[int] = field(default_factory=list)

    @property
    def quiet(self) -> bool:
        return not (self.pulls or self.bumps or self.runs or self.runs_read or self.other)


def poll_ci(remote_id: int) -> list[FollowUp]:
    """Poll the remote unless somebody does."""
    return attend(remote_id, "poll_ci", _work)


def _work(remote: Remote, progress: Progress) -> Attended:
    access = ci_access(remote)
    try:
        result = poll_ci_claimed(remote, access, progress)
    finally:
        access.quota.save()
    follow_ups = [FollowUp("workers.tasks.triage_job", pk) for pk in result.failures]
    return Attended(told(result), follow_ups, _every(access))


def poll_ci_claimed(remote: Remote, access: CiAccess, progress: Progress) -> CiPolled:
    """Ask and store; the caller holds the claim. Raises PortError: what was stored by then stays."""
    now, result = timezone.now(), CiPolled()
    git_remote = remote.repository.remotes.filter(kind=Remote.Kind.GIT, retired_at=None).first()
    git = git_history(git_remote) if git_remote else None
    if access.pulls is not None:
        result.pulls = poll_pull_requests(remote, access.pulls, now)
        if git is not None and git_remote is not None:
            result.bumps = find_bumps(remote, git_remote.location, git)
    if access.heads is not None and git is not None:
        result.other += measure_lag(remote, access.heads, git, now)
    result.runs = read_runs(remote, access.runs, now) + link_named(remote)
    _read_jobs(remote, access, progress, result)
    if git is not None:
        _name_images(remote, git, now)
    if access.pulls is not None:
        result.other += read_statuses(remote, access.pulls, now) + refresh_issues(remote, access.pulls, now)
    return result


def wanted(remote: Remote) -> Q:
    """Runs whose jobs are read: a tracked branch's baseline, and those of pull requests that touch a pin."""
    numbers = Bump.objects.filter(repository=remote.repository).values("pull_request__number")
    return ~Q(baseline="") | Q(pull_request__in=numbers)


def affordable(access: CiAccess) -> Q:
    """While there is plenty of quota also failed runs of other pull requests: a flaky test fails there too."""
    plenty = access.quota.left > 0.5 and not access.quota.row.is_anonymous
    failed = Q(pull_request__isnull=False, status="completed", conclusion__in=FAILED)
    return failed if plenty else Q(pk=None)


def _read_jobs(remote: Remote, access: CiAccess, progress: Progress, result: CiPolled) -> None:
    """Newest first; of a run that goes on, what there is so far. One that waits has nothing to tell yet.

    What is left of a low quota stays for what people press and for logs: the rest is read once it is filled again.
    """
    states = ["completed"] if access.quota.row.is_anonymous else ["completed", "running", "unknown"]
    of_interest = wanted(remote) | affordable(access)
    due = list(remote.runs.unsettled().filter(of_interest, status__in=states).order_by("-created_at"))
    for done, run in enumerate(due):
        if access.quota.is_low:
            return
        if run.status == "completed":
            progress.report(f"reading jobs of {run.name or 'run'} {run.external_id}", done, len(due))
        else:
            # One that goes on is read at every poll: nothing to tell of, but a sign of life.
            remote.renew(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS))
        try:
            jobs = access.runs.jobs(run.external_id)
        except NotFound:
            run.gone(timezone.now())
            continue
        result.failures += store_jobs(remote, run, jobs)
        result.runs_read += 1


def _name_images(remote: Remote, git: GitHistory, now: datetime) -> None:
    read = wanted(remote) | Q(is_settled=True)
    recent = remote.runs.filter(created_at__gte=now - timedelta(days=settings.CI_LOOK_BACK_DAYS))
    # By key: `read` holds a subquery, which some databases would run for each row.
    keys = recent.filter(read).filter(unnamed(now)).values("pk")
    name_images(remote, list(Run.objects.filter(pk__in=keys)), git)


def _every(access: CiAccess) -> timedelta:
    """The usual interval, or longer where the quota would not last."""
    row = access.quota.row
    sharers = row.remotes.filter(retired_at=None, next_poll_at__isnull=False).count()
    # A 304 is free only for whoever says who asks.
    cost = _QUIET_COST if row.is_anonymous else 1
    usual = timedelta(seconds=settings.POLL_SECONDS)
    return pace.wait(usual, timezone.now(), cost, sharers, row.remaining, row.reset_at)


def told(result: CiPolled) -> str:
    """One line for people: what a poll changed."""
    if result.quiet:
        return "nothing changed"
    counts = [
        (result.pulls, "pull request", "pull requests"),
        (result.bumps, "bump", "bumps"),
        (result.runs, "run", "runs"),
        (result.runs_read, "run read with its jobs", "runs read with their jobs"),
        (len(result.failures), "failure to explain", "failures to explain"),
    ]
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(parts) or "something beside the runs changed"
