"""The open bump of a branch and variant, for the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bumps.models import Bump, PinSite, PullRequest, Repository
from bumps.rules.tags import short
from dashboard.pages.bump_changes import site_of
from dashboard.pages.bumps import MAX_OPEN


@dataclass(frozen=True, slots=True)
class OpenBump:
    """The newest one, and how many more there are."""

    pull_request: PullRequest
    tag: str
    forgets: bool
    more: int = 0


def open_bumps(repositories: Sequence[Repository]) -> Mapping[tuple[int, str, int], OpenBump]:
    """Per (repository, base branch, variant); one query."""
    sites = {repository.pk: {site.name: site for site in repository.sites.all()} for repository in repositories}
    found: dict[tuple[int, str, int], OpenBump] = {}
    for bump in Bump.objects.open().filter(repository__in=sites)[:MAX_OPEN]:
        mine = sites[bump.repository_id]
        for variant, values in _by_variant(bump, mine).items():
            key = (bump.repository_id, bump.pull_request.base_ref, variant)
            first = found.get(key)
            found[key] = (
                OpenBump(first.pull_request, first.tag, first.forgets, first.more + 1)
                if first
                else OpenBump(bump.pull_request, max(values), not bump.agrees)
            )
    return found


def _by_variant(bump: Bump, sites: Mapping[str, PinSite]) -> dict[int, list[str]]:
    values: dict[int, list[str]] = {}
    for name, (_, after) in bump.changes.items():
        site = site_of(name, sites)
        if site and site.variant_id:
            values.setdefault(site.variant_id, []).append(short(after))
    return values
