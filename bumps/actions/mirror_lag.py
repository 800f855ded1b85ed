"""How far each branch of a GitLab mirror is behind, counted in the local mirror of the GitHub side."""

from __future__ import annotations

from datetime import datetime

from bumps.models import Branch, MirrorLag, Remote
from bumps.ports import BranchHeads, GitHistory, NotFound


def measure_lag(remote: Remote, source: BranchHeads, git: GitHistory, now: datetime) -> int:
    """One row per tracked branch. Returns how many changed."""
    heads = source.heads()
    known = {lag.branch_id: lag for lag in remote.lags.all()}
    branches = list(Branch.objects.live().filter(repository=remote.repository).exclude(head=""))
    changed = 0
    for branch in branches:
        head = heads.get(branch.name, "")
        lag = known.get(branch.pk)
        if lag and lag.head == head and lag.behind == 0 and branch.head == head:
            continue
        behind, since = _behind(branch, head, git)
        if lag and (lag.head, lag.behind, lag.behind_since) == (head, behind, since):
            continue
        values = {"head": head, "behind": behind, "behind_since": since, "checked_at": now}
        MirrorLag.objects.update_or_create(remote=remote, branch=branch, defaults=values)
        changed += 1
    remote.lags.filter(checked_at__lt=now).update(checked_at=now)
    remote.lags.exclude(branch__in=branches).delete()
    return changed


def _behind(branch: Branch, head: str, git: GitHistory) -> tuple[int | None, datetime | None]:
    """First-parent commits that the mirror lacks, and when the oldest was made; None: its head is not on our past."""
    if not head:
        return None, None
    try:
        lacking, met = git.first_parents(branch.head, frozenset([head]))
        if met is None:
            return None, None
        return len(lacking), git.commit(lacking[-1]).committed_at if lacking else None
    except NotFound:
        return None, None
