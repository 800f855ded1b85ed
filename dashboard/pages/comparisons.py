"""The pins that must agree, as they stand now: a Comparison per branch and variant, in a constant number of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from bumps.models import Branch, Desync, PinSite, PinValue, Remote, Repository, Variant
from bumps.rules.desync import Member, Verdict, judge


@dataclass(frozen=True, slots=True)
class Comparison:
    """The required pins of one branch and variant, and what they say together."""

    repository: Repository
    branch: Branch
    variant: Variant
    sites: tuple[PinSite, ...]
    pins: tuple[PinValue, ...]
    verdict: Verdict
    desync: Desync | None

    def of_site(self, site: PinSite) -> list[PinValue]:
        """The site's live rows (an absent row is none)."""
        return [pin for pin in self.pins if pin.site_id == site.pk and pin.kind != PinValue.Kind.ABSENT]


def tracked_repositories() -> QuerySet[Repository]:
    """Active repositories with what pages ask of them; four queries however many there are."""
    required = PinSite.objects.active().filter(role=PinSite.Role.REQUIRED, variant__retired_at=None)
    return Repository.objects.active().prefetch_related(
        Prefetch("remotes", Remote.objects.filter(retired_at=None)),
        Prefetch("variants", Variant.objects.active()),
        Prefetch("sites", required),
    )


def compare(repositories: Iterable[Repository]) -> list[Comparison]:
    """Every live branch × variant that has required sites; three queries."""
    by_id = {repository.pk: repository for repository in repositories}
    branches = sorted(Branch.objects.live().filter(repository__in=by_id), key=reading_order)
    pins: dict[int, list[PinValue]] = defaultdict(list)
    for pin in _current(branches):
        pins[pin.branch_id].append(pin)
    open_desyncs = {
        (desync.branch_id, desync.variant_id): desync
        for desync in Desync.objects.open().filter(branch__repository__in=by_id)
    }
    found: list[Comparison] = []
    for branch in branches:
        repository = branch.repository = by_id[branch.repository_id]
        for variant in repository.variants.all():
            sites = tuple(site for site in repository.sites.all() if site.variant_id == variant.pk)
            if sites:
                desync = open_desyncs.get((branch.pk, variant.pk))
                found.append(_comparison(branch, variant, sites, pins[branch.pk], desync))
    return found


def reading_order(branch: Branch) -> tuple[bool, bool, list[int], str]:
    """The default branch, the named ones, then releases from the newest: core_r0.17.0 before core_r0.9.0."""
    numbers = [-int(digits) for digits in re.findall(r"\d{1,9}", branch.name)]
    return not branch.is_default, bool(numbers), numbers, branch.name


def _current(branches: Sequence[Branch]) -> QuerySet[PinValue]:
    """Through the index of current values: asked plainly, SQLite takes that of the history and reads all of it."""
    current = PinValue.objects.filter(is_current=True).annotate(of_branch=F("branch_id") + 0)
    return current.filter(of_branch__in=[b.pk for b in branches]).order_by("row")


def _comparison(
    branch: Branch, variant: Variant, sites: tuple[PinSite, ...], pins: list[PinValue], desync: Desync | None
) -> Comparison:
    by_id = {site.pk: site for site in sites}
    mine: list[PinValue] = []
    for pin in pins:
        if site := by_id.get(pin.site_id):
            pin.site = site
            mine.append(pin)
    verdict = judge({Member(pin.site.name, pin.row): pin.state for pin in mine}, variant.rule)
    if desync is not None:
        # An unreadable pin neither closes a desync nor hides it.
        desync.branch, desync.variant = branch, variant
        verdict = Verdict.DESYNC
    return Comparison(branch.repository, branch, variant, sites, tuple(mine), verdict, desync)
