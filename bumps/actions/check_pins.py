"""Do the pins of one commit agree? Needs git and the configuration, no database and no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bumps.actions.reading import reading_of
from bumps.ports import TreeEntry
from bumps.rules.config import Config, RepositoryConfig, SiteConfig, VariantConfig
from bumps.rules.desync import Member, Rule, Verdict, judge
from bumps.rules.history import PinState
from bumps.rules.readers import parse_selector

IN_SYNC, OUT_OF_SYNC, COULD_NOT_TELL = 0, 1, 2


class Checkout(Protocol):
    """One commit (or the index) of a repository on disk."""

    def entries(self, sha: str, paths: Sequence[str]) -> dict[str, TreeEntry | None]: ...

    def staged(self, paths: Sequence[str]) -> dict[str, TreeEntry | None]: ...

    def resolve(self, ref: str) -> str: ...

    def blob(self, oid: str, limit: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class VariantCheck:
    """One variant's verdict and what each of its required rows says."""

    variant: VariantConfig
    verdict: Verdict
    states: dict[Member, PinState]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome for one repository at one commit."""

    repository: RepositoryConfig
    at: str
    variants: list[VariantCheck]

    @property
    def exit_code(self) -> int:
        """1 as soon as one variant is out of sync; 2 when nothing pins anything, or a pin could not be read."""
        verdicts = {check.verdict for check in self.variants}
        if Verdict.DESYNC in verdicts:
            return OUT_OF_SYNC
        return COULD_NOT_TELL if Verdict.UNKNOWN in verdicts or not self.rows else IN_SYNC

    @property
    def rows(self) -> int:
        """How many required rows stand in this commit."""
        return sum(state.is_live for check in self.variants for state in check.states.values())


def check_pins(config: Config, checkout: Checkout, slug: str, ref: str, *, staged: bool = False) -> Check:
    """Check the repository named by `slug`, or (empty) the configured one whose pins stand in that commit.

    Raises LookupError with a sentence when the slug is unknown or no configured pin is there; PortError when there is
    no such repository or commit.
    """
    chosen = [repository for repository in config.repositories if slug in ("", repository.slug)]
    if not chosen:
        known = ", ".join(repository.slug for repository in config.repositories)
        raise LookupError(f"no repository {slug!r} in the configuration; it has {known}")
    sha = "" if staged else checkout.resolve(ref)
    checks = [_check(repository, checkout, sha) for repository in chosen]
    best = max(checks, key=lambda check: check.rows)
    if not best.rows:
        raise LookupError(f"no configured pin stands in {best.at}")
    return best


def _check(repository: RepositoryConfig, checkout: Checkout, sha: str) -> Check:
    required = [site for site in repository.sites if site.role == "required"]
    paths = [site.path for site in required]
    entries = checkout.entries(sha, paths) if sha else checkout.staged(paths)
    found = {site.name: _states(site, entries[site.path], checkout) for site in required}
    variants = []
    for variant in repository.variants:
        states = {
            Member(site.name, row): state
            for site in required
            if site.variant == variant.name
            for row, state in found[site.name].items()
        }
        rule = Rule(variant.rule, variant.subject)
        variants.append(VariantCheck(variant, judge(states, rule), states))
    return Check(repository, sha or "the index", variants)


def _states(site: SiteConfig, entry: TreeEntry | None, checkout: Checkout) -> dict[str, PinState]:
    reading = reading_of(site.reader, parse_selector(site.reader, site.selector), entry, checkout.blob)
    if reading.unreadable:
        return {"": PinState("unreadable", reading.unreadable)}
    return {row: PinState("value", value) for row, value in reading.values.items()}
