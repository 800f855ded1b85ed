"""Do the pins of one commit agree? Needs git and the configuration, no database and no Django.

`bumpboard-check` on the command line, for anyone's CI or pre-commit: exit 0 in sync, 1 out of sync, 2 could not tell.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from bumps.integrations import INTEGRATIONS
from bumps.ports import PortError, TreeEntry
from bumps.rules.config import Config, ConfigError, RepositoryConfig, SiteConfig, VariantConfig, parse
from bumps.rules.desync import Member, Rule, Verdict, judge
from bumps.rules.history import PinState
from bumps.rules.readers import Unreadable, parse_selector, read_bytes
from bumps.rules.readers.limits import MAX_BYTES

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
    if entry is None or (site.reader == "gitlink" and entry.kind != "gitlink"):
        return {}
    try:
        data = entry.oid.encode() if entry.kind == "gitlink" else checkout.blob(entry.oid, MAX_BYTES)
        values = read_bytes(site.reader, data, parse_selector(site.reader, site.selector))
    except (Unreadable, PortError) as error:
        return {"": PinState("unreadable", str(error))}
    return {row: PinState("value", value) for row, value in values.items()}


def as_json(check: Check) -> dict[str, object]:
    """The outcome for machines."""
    return {
        "repository": check.repository.slug,
        "commit": check.at,
        "exit_code": check.exit_code,
        "variants": [
            {
                "variant": one.variant.name,
                "verdict": one.verdict.value,
                "sites": {
                    str(member): {"value": state.text} if state.kind == "value" else {"could_not_read": state.text}
                    for member, state in one.states.items()
                },
            }
            for one in check.variants
        ],
    }


_WORDS = {
    Verdict.IN_SYNC: "= in sync",
    Verdict.DESYNC: "≠ OUT OF SYNC",
    Verdict.UNKNOWN: "? could not tell",
    Verdict.NOT_COMPARABLE: "– nothing to compare",
}


def as_text(check: Check) -> str:
    """The outcome for people: each variant, each site, each value."""
    paths = {site.name: site.path for site in check.repository.sites}
    lines = [f"{check.repository.name} at {check.at[:12]}"]
    for one in check.variants:
        lines.append(f"  {one.variant.label or one.variant.name}: {_WORDS[one.verdict]}")
        for member, state in one.states.items():
            said = state.text if state.kind == "value" else f"could not read: {state.text}"
            lines.append(f"    {member!s:<20} {said}   ({paths[member.site]})")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The same options for `manage.py check_pins` and `bumpboard-check`."""
    parser.add_argument("slug", nargs="?", default="", help="configured repository; left out: found by its pins")
    parser.add_argument("--git", default=".", metavar="PATH", help="a checkout or a bare repository (default: here)")
    parser.add_argument("--ref", default="HEAD", help="commit, branch or tag to check (default: HEAD)")
    parser.add_argument("--staged", action="store_true", help="check the index instead of a commit (pre-commit)")
    parser.add_argument("--config", metavar="FILE", help="default: BUMPBOARD_CONFIG, else the shipped bumpboard.toml")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the outcome, return the exit code."""
    try:
        path = config_path(options.config)
        config = parse(path.read_text("utf-8"), path.name)
        adapter = import_module(f"{INTEGRATIONS['git']}.adapter")
        check = check_pins(config, adapter.GitMirror(Path(options.git)), options.slug, options.ref, staged=options.staged)
    except (ConfigError, OSError, LookupError, PortError) as error:
        sys.stderr.write(f"bumpboard-check: could not tell: {error.args[-1] if error.args else error}\n")
        return COULD_NOT_TELL
    text = json.dumps(as_json(check), indent=1) if options.json else as_text(check)
    sys.stdout.write(text + "\n")
    return check.exit_code


def config_path(given: str | None) -> Path:
    """The named file, else BUMPBOARD_CONFIG, else the one beside the code (or inside the installed package)."""
    if named := given or os.environ.get("BUMPBOARD_CONFIG"):
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "bumpboard.toml"
    return beside if beside.exists() else package / "bumpboard.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script `bumpboard-check`."""
    parser = argparse.ArgumentParser(
        "bumpboard-check", description="Do the pins agree? Exit 0 in sync, 1 out of sync, 2 could not tell."
    )
    add_arguments(parser)
    return run(parser.parse_args(arguments))
