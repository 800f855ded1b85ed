"""The history of every tracked branch as PinValue rows, one per change; run again it adds only what is new.

A branch is read whole in memory and written in one transaction that also moves its head, and only if nobody moved it
meanwhile: a crash leaves the branch as it was, and two workers cannot write the same change twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from bumps.actions.branch_history import BranchHistory, Trunk, read_whole, resume
from bumps.actions.detect import detect
from bumps.actions.read_sites import SiteReader
from bumps.models import Branch, PinValue, Repository
from bumps.ports import GitHistory, NotFound, Progress


@dataclass(slots=True)
class Backfilled:
    """What one pass changed."""

    branches: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    pin_changes: int = 0

    @property
    def quiet(self) -> bool:
        return not self.branches and not self.gone


def backfill(repository: Repository, git: GitHistory, progress: Progress, now: datetime) -> Backfilled:
    """Bring every tracked branch of `repository` to the heads of its mirror.

    Raises NotFound when the mirror lacks the default branch. Nothing is read or written for a branch that stands
    where it stood.
    """
    reader = SiteReader(git, list(repository.sites.filter(retired_at=None).select_related("variant")))
    tracked = {name: sha for name, sha in git.heads().items() if repository.tracks(name)}
    heads = {name: sha for name, sha in tracked.items() if len(name) <= Branch.MOST_NAME}
    if repository.default_branch not in heads:
        raise NotFound(f"{repository.name} has no branch {repository.default_branch!r} (default_branch)")
    known = {branch.name: branch for branch in repository.branches.all()}
    result = Backfilled(gone=_retire_gone(repository, known, heads, now), too_long=sorted(set(tracked) - set(heads)))
    trunk: Trunk | None = None
    for done, name in enumerate(_default_first(heads, repository)):
        if not _has_moved(known.get(name), heads[name], reader):
            continue
        progress.report(f"reading {name}", done, len(heads))
        branch = known.get(name) or _create(repository, name)
        if not branch.is_default:
            trunk = trunk or _trunk_of(repository, git)
        history = resume(branch, heads[name], reader, git, trunk) or read_whole(branch, heads[name], reader, git, trunk)
        if not _store(branch, heads[name], reader.digest, history):
            continue
        result.branches.append(name)
        result.pin_changes += len(history.changes)
        if branch.is_default:
            known = {branch.name: branch for branch in repository.branches.all()}
    return result


def _default_first(heads: Mapping[str, str], repository: Repository) -> list[str]:
    return sorted(heads, key=lambda name: (name != repository.default_branch, name))


def _has_moved(branch: Branch | None, head: str, reader: SiteReader) -> bool:
    if branch is None or branch.deleted_at or branch.untracked_at:
        return True
    return branch.head != head or branch.built_with != reader.digest


def _create(repository: Repository, name: str) -> Branch:
    # get_or_create: a pass that was killed may have left the row.
    branch, _ = Branch.objects.get_or_create(
        repository=repository, name=name, defaults={"is_default": name == repository.default_branch}
    )
    return branch


def _trunk_of(repository: Repository, git: GitHistory) -> Trunk | None:
    """The default branch, once it is stored: it comes first in every pass."""
    default = repository.branches.filter(is_default=True).exclude(head="").first()
    return Trunk(default, git) if default else None


def _retire_gone(
    repository: Repository, known: Mapping[str, Branch], heads: Mapping[str, str], now: datetime
) -> list[str]:
    gone: list[str] = []
    for name, branch in known.items():
        if name in heads:
            continue
        if not repository.tracks(name):
            if branch.untracked_at is None:
                branch.untrack(now)
        elif branch.deleted_at is None:
            branch.gone(now)
            gone.append(name)
    return gone


@transaction.atomic
def _store(branch: Branch, head: str, digest: str, history: BranchHistory) -> bool:
    """Write what was read; False when another worker moved the branch meanwhile."""
    # Compare and swap: whoever moved the branch first wins, the other leaves quietly.
    swapped = Branch.objects.filter(pk=branch.pk, head=branch.head, built_with=branch.built_with).update(
        head=head,
        head_at=history.head_at,
        built_with=digest,
        length=history.length,
        base=history.base,
        base_at=history.base_at,
        deleted_at=None,
        untracked_at=None,
    )
    if not swapped:
        return False
    if history.is_whole:
        branch.pin_values.of_active_sites().delete()
    else:
        PinValue.objects.filter(pk__in=history.replaced).update(is_current=False)
    PinValue.objects.bulk_create(history.changes, batch_size=500)
    detect(branch, history.base_at, history.base_position)
    if branch.is_default:
        # The others begin somewhere on this one. Rewritten, it moves all of them; fast-forwarded, those that left it
        # at its old head: their commits may be its own now. They are read again, in this pass or after a crash.
        moved = {} if history.is_whole else {"base": branch.head}
        branch.repository.branches.filter(is_default=False, **moved).update(built_with="")
    return True
