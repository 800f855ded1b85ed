"""The two sides of a comparison: what GitHub's CI builds on, and what GitLab's does (or a submodule and its pins)."""

from __future__ import annotations

from dataclasses import dataclass

from bumps.models import PinSite, PinValue
from bumps.rules.tags import short
from dashboard.pages.comparisons import Comparison
from dashboard.pages.words import listed

CI_NAMES = {"github": "GitHub", "gitlab": "GitLab"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of a side and the rows that have it."""

    value: str
    rows: tuple[str, ...] = ()
    unreadable: str = ""

    @property
    def shown(self) -> str:
        return short(self.value)


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: chips, or words where it has no pin."""

    name: str
    chips: tuple[Chip, ...] = ()
    absent: str = ""
    note: str = ""

    @property
    def rows(self) -> str:
        """`amd64, arm64`."""
        return ", ".join(row for chip in self.chips for row in chip.rows if row)

    @property
    def text(self) -> str:
        """`26.02`, or `26.02 for amd64 and 26.04 for arm64` where its own rows differ."""
        if len(self.chips) == 1:
            return self.chips[0].shown
        return listed([f"{c.shown} for {', '.join(c.rows)}" if any(c.rows) else c.shown for c in self.chips])

    @property
    def value(self) -> str:
        """Its one value; empty when it has none or several."""
        return self.chips[0].value if len(self.chips) == 1 else ""


def sides(comparison: Comparison) -> tuple[Side, Side]:
    """Left and right of the sign."""
    if comparison.variant.rule_kind == "one_of":
        return _submodule(comparison)
    github = [site for site in comparison.sites if site.ci == "github"]
    others = [site for site in comparison.sites if site.ci != "github"]
    return _side(comparison, "GitHub", github), _side(comparison, _name(others), others)


def _name(sites: list[PinSite]) -> str:
    return CI_NAMES.get(sites[0].ci, sites[0].label or sites[0].name) if sites else "GitLab"


def _side(comparison: Comparison, name: str, sites: list[PinSite]) -> Side:
    chips = chips_of([pin for site in sites for pin in comparison.of_site(site)])
    absent = "" if chips else "no pin file" if sites else f"no {name} CI"
    return Side(name, chips, absent)


def chips_of(pins: list[PinValue]) -> tuple[Chip, ...]:
    """One chip per value, one per unreadable row."""
    rows: dict[str, list[str]] = {}
    broken: list[Chip] = []
    for pin in pins:
        if pin.kind == PinValue.Kind.UNREADABLE:
            broken.append(Chip("", (pin.row,), pin.text))
        else:
            rows.setdefault(pin.text, []).append(pin.row)
    return (*(Chip(value, tuple(names)) for value, names in rows.items()), *broken[:1])


def _submodule(comparison: Comparison) -> tuple[Side, Side]:
    """The submodule on the left; on the right the pin it equals, else all it could equal."""
    subject = [s for s in comparison.sites if s.name == comparison.variant.subject]
    others = [s for s in comparison.sites if s.name != comparison.variant.subject]
    left = _side(comparison, "submodule", subject)
    if not left.chips:
        left = Side("submodule", (), "no submodule")
    equal = [s for s in others if any(pin.text == left.value for pin in comparison.of_site(s))]
    shown = equal[:1] or others
    right = _side(comparison, "pins", shown)
    return left, Side("pins", right.chips, right.absent, ", ".join(site.path for site in shown))
