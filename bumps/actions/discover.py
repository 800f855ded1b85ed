"""What no site covers: files that name the tracked image, and pins that nothing reads."""

from __future__ import annotations

import hashlib

from django.db import transaction

from bumps.actions.remotes import git_history
from bumps.models import Branch, DiscoveredPin, PinSite, Remote, Repository
from bumps.ports import GitHistory, PortError
from bumps.rules.readers.dockerfile import declares
from bumps.rules.readers.limits import MAX_BYTES


def is_due(repository: Repository) -> bool:
    """Whether the default branch or what is looked for changed since the last search. Asked at every poll."""
    branch = _default_branch(repository)
    return branch is not None and branch.discovered_with != _digest(repository, branch)


def discover(remote_id: int) -> None:
    """Look through the default branch's head. Run again it finds the same; killed, the next poll asks for it again."""
    remote = Remote.objects.select_related("repository").filter(pk=remote_id, retired_at=None).first()
    branch = _default_branch(remote.repository) if remote else None
    if remote is None or branch is None:
        return
    git = git_history(remote)
    digest = _digest(remote.repository, branch)
    sites = list(remote.repository.sites.filter(retired_at=None))
    covered = {site.path for site in sites}
    paths = [path for path in git.search(branch.head, remote.repository.image + ":") if path not in covered]
    _store(remote, paths)
    for site in sites:
        reason = _why_dead(site, branch.head, git)
        if reason != site.dead_reason:
            PinSite.objects.filter(pk=site.pk).update(dead_reason=reason[:500])
    Branch.objects.filter(pk=branch.pk).update(discovered_with=digest)


def _default_branch(repository: Repository) -> Branch | None:
    return repository.branches.filter(is_default=True).exclude(head="").first()


def _digest(repository: Repository, branch: Branch) -> str:
    sites = repository.sites.filter(retired_at=None).order_by("pk").values_list("path", "consumer")
    return hashlib.sha256(repr([branch.head, repository.image, *sites]).encode()).hexdigest()


@transaction.atomic
def _store(remote: Remote, paths: list[str]) -> None:
    known = remote.repository.discovered_pins.all()
    known.exclude(path__in=paths).delete()
    new = set(paths) - set(known.values_list("path", flat=True))
    rows = [DiscoveredPin(repository=remote.repository, path=path) for path in sorted(new) if len(path) <= 1000]
    DiscoveredPin.objects.bulk_create(rows, ignore_conflicts=True)


def _why_dead(site: PinSite, head: str, git: GitHistory) -> str:
    """Why nothing reads this pin, or the empty string. Only where its configuration names a consumer."""
    if not site.consumer:
        return ""
    dockerfile, arg = site.consumer["dockerfile"], site.consumer["arg"]
    entries = git.entries(head, [site.path, dockerfile])
    entry = entries[dockerfile]
    if entries[site.path] is None:
        return ""
    if entry is None or entry.kind != "file":
        return f"Passes build argument {arg} to {dockerfile}, which does not exist. Nothing reads it."
    try:
        text = git.blob(entry.oid, MAX_BYTES).decode("utf-8", "replace")
    except PortError:
        return ""
    return (
        ""
        if declares(text, arg)
        else f"Passes build argument {arg}, which {dockerfile} never declares. Nothing reads it."
    )
