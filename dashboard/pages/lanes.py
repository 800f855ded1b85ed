"""The last year of each repository's default branch: which tag when, from one bounded query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, Window
from django.db.models.functions import Lead

from bumps.models import PinSite, PinValue, Repository
from bumps.rules.tags import ImageTag, tag_of

YEAR = timedelta(days=365)
# More lanes than a page shows, and no more work than that however many repositories are tracked.
MAX_LANES = 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """One value of a lane from a commit to the next; `tag` None: an image of another series, or none."""

    tag: ImageTag | None
    value: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One repository's stretches, oldest first."""

    repository: Repository
    stretches: tuple[Stretch, ...]

    def first_seen(self, tag: ImageTag) -> datetime | None:
        return next((s.start for s in self.stretches if s.tag == tag), None)


def lanes(repositories: Sequence[Repository], now: datetime) -> list[Lane]:
    """Lanes of the leading site (the first of the first variant) on each default branch."""
    leading = {site.pk: repo for repo in repositories[:MAX_LANES] if (site := _leading_site(repo))}
    since = now - YEAR
    values: dict[int, list[tuple[PinValue, datetime]]] = {}
    for pin in _recent(list(leading), since):
        values.setdefault(pin.site_id, []).append((pin, getattr(pin, "next_at") or now))  # noqa: B009
    found = []
    for pk, repository in leading.items():
        stretches = [_stretch(pin, end) for pin, end in values.get(pk, [])]
        found.append(Lane(repository, _merged(stretches)))
    return found


def _leading_site(repository: Repository) -> PinSite | None:
    variant = next((v for v in repository.variants.all() if v.rule_kind == "equal"), None)
    return next((s for s in repository.sites.all() if variant and s.variant_id == variant.pk), None)


def _recent(sites: list[int], since: datetime) -> Sequence[PinValue]:
    """What was in force at some time since then: a value counts until its successor, so the window asks for that."""
    return list(
        PinValue.objects.filter(site__in=sites, branch__is_default=True, branch__deleted_at=None)
        .annotate(
            next_at=Window(
                Lead("committed_at"), partition_by=[F("branch"), F("site"), F("row")], order_by=F("position").asc()
            )
        )
        .filter(Q(next_at=None) | Q(next_at__gte=since))
        .order_by("position", "row")
    )


def _stretch(pin: PinValue, end: datetime) -> Stretch:
    value = pin.text if pin.kind == PinValue.Kind.VALUE else ""
    # Commit times may run backwards: a stretch never ends before it starts.
    return Stretch(tag_of(value), value, pin.committed_at, max(end, pin.committed_at))


def _merged(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one tag become one stretch."""
    merged: list[Stretch] = []
    for item in stretches:
        if merged and merged[-1].tag == item.tag:
            last = merged.pop()
            item = Stretch(last.tag, last.value, last.start, max(last.end, item.end))
        merged.append(item)
    return tuple(merged)
