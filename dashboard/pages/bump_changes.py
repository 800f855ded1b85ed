"""What a bump changes, site by site, and which twins it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bumps.models import Bump, PinSite, Repository
from dashboard.pages.sides import CI_NAMES


@dataclass(frozen=True, slots=True)
class Change:
    """One site's pin: before and after, the same where the pull request leaves it alone."""

    name: str
    before: str
    after: str
    rows: tuple[str, ...]

    @property
    def stays(self) -> bool:
        return self.before == self.after


def changes_of(bump: Bump, repository: Repository) -> tuple[Change, ...]:
    """By site, rows of one value together: what it changes, and the required twins of that variant that it leaves."""
    sites = {site.name: site for site in repository.sites.all()}
    touched = {site.variant_id for name in bump.changes if (site := site_of(name, sites))}
    values: dict[tuple[str, str, str], list[str]] = {}
    for name in sorted({*bump.pins_before, *bump.pins_after}, key=lambda n: _place(n, sites)):
        site = site_of(name, sites)
        if name not in bump.changes and (site is None or site.variant_id not in touched):
            continue
        before, after = bump.pins_before.get(name, ""), bump.pins_after.get(name, "")
        row = name.removeprefix(f"{site.name}/") if site and name != site.name else ""
        values.setdefault((_words(site) if site else name, before, after), []).append(row)
    return tuple(Change(*key, tuple(row for row in rows if row)) for key, rows in values.items())


def site_of(member: str, sites: Mapping[str, PinSite]) -> PinSite | None:
    """`gitlab/dev/amd64` is row amd64 of site gitlab/dev: the longest name that fits."""
    fits = [name for name in sites if member == name or member.startswith(f"{name}/")]
    return sites[max(fits, key=len)] if fits else None


def _place(member: str, sites: Mapping[str, PinSite]) -> tuple[int, str]:
    site = site_of(member, sites)
    return (site.position if site else 10_000, member)


def _words(site: PinSite) -> str:
    """`GitHub dev`."""
    return f"{CI_NAMES[site.ci]} {site.name.rpartition('/')[2]}" if site.ci in CI_NAMES else site.label or site.path
