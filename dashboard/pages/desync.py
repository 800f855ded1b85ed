"""One desync: who, when, how long, the values at both ends, what was changed and what was left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from bumps.models import Desync, PinSite, PinValue, Remote, Variant
from bumps.rules.desync import Verdict
from dashboard.charts.base import Figure
from dashboard.charts.zoom import zoom
from dashboard.pages.blame import Blame, blame, headline
from dashboard.pages.comparisons import Comparison
from dashboard.pages.ladder import known_tags
from dashboard.pages.links import Links, links_of
from dashboard.pages.timeline import scene_of, zoom_title


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One pin at both ends."""

    site: str
    row: str
    path: str
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class DesyncPage:
    desync: Desync
    links: Links
    headline: str
    rows: tuple[ValueRow, ...]
    blame: Blame | None
    figure: Figure | None
    figure_title: str
    earlier: Desync | None
    later: Desync | None


def desync_page(pk: int, now: datetime) -> DesyncPage | None:
    """None when there is no such desync."""
    remotes = Prefetch("branch__repository__remotes", Remote.objects.filter(retired_at=None))
    variants = Prefetch("branch__repository__variants", Variant.objects.active())
    found = Desync.objects.of_tracked().filter(pk=pk).select_related("branch__repository", "variant")
    desync = found.prefetch_related(remotes, variants).first()
    if desync is None:
        return None
    repository = desync.branch.repository
    links = links_of(repository)
    sites = tuple(PinSite.objects.filter(variant=desync.variant, role=PinSite.Role.REQUIRED))
    pins = _pins_at_opening(desync)
    comparison = Comparison(repository, desync.branch, desync.variant, sites, tuple(pins), Verdict.DESYNC, desync)
    scene = scene_of(comparison, known_tags(), links, None, now)
    siblings = Desync.objects.of_tracked().filter(branch__repository=repository).order_by("opened_at", "pk")
    ids = list(siblings.values_list("pk", flat=True))
    place = ids.index(desync.pk)
    neighbours = siblings.in_bulk([*ids[max(place - 1, 0) : place], *ids[place + 1 : place + 2]])
    return DesyncPage(
        desync,
        links,
        headline(comparison, over=desync.ended_at is not None),
        _rows(desync, sites),
        blame(desync, pins),
        zoom(desync, scene) if desync.variant.rule_kind == "equal" else None,
        zoom_title(desync, now),
        neighbours.get(ids[place - 1]) if place else None,
        neighbours.get(ids[place + 1]) if place + 1 < len(ids) else None,
    )


def _rows(desync: Desync, sites: tuple[PinSite, ...]) -> tuple[ValueRow, ...]:
    """Every member named at either end."""
    known = {site.name: site for site in sites}
    members = dict.fromkeys([*desync.values, *desync.closing_values])
    rows = []
    for member in sorted(members, key=lambda m: _order(m, known)):
        site = _site_of(member, known)
        opening = desync.values.get(member, "")
        rows.append(
            ValueRow(
                site.name if site else member,
                member.removeprefix(f"{site.name}/") if site and member != site.name else "",
                site.path if site else "",
                opening,
                desync.closing_values.get(member, ""),
            )
        )
    return tuple(rows)


def _site_of(member: str, known: dict[str, PinSite]) -> PinSite | None:
    """`gitlab/dev/amd64` is row amd64 of site gitlab/dev: the longest name that fits."""
    fits = [name for name in known if member == name or member.startswith(f"{name}/")]
    return known[max(fits, key=len)] if fits else None


def _order(member: str, known: dict[str, PinSite]) -> tuple[int, str]:
    site = _site_of(member, known)
    return (site.position if site else 10_000, member)


def _pins_at_opening(desync: Desync) -> list[PinValue]:
    """The pins in force right after the opening commit: of each row the last at or before it."""
    pins = PinValue.objects.filter(
        branch=desync.branch, site__variant=desync.variant, site__role=PinSite.Role.REQUIRED
    ).filter(position__lte=desync.opened_position)
    latest = {(pin.site_id, pin.row): pin for pin in pins.select_related("site").order_by("position")}
    return list(latest.values())
