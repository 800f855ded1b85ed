"""Required pins by branch: a line per branch, a column per row of each site, a sign per variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bumps.models import Branch, PinSite, PinValue, Variant
from bumps.rules.desync import Verdict
from dashboard.pages.blame import SIGNS
from dashboard.pages.comparisons import Comparison
from dashboard.pages.sides import CI_NAMES

MAX_LINES = 50


@dataclass(frozen=True, slots=True)
class Column:
    """One site of one variant; a sub-column per row name, or one without a name."""

    variant: Variant
    site: PinSite
    rows: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.variant.label}, {CI_NAMES.get(self.site.ci, self.site.name.rpartition('/')[2])}"

    @property
    def path(self) -> str:
        """Short enough for a head; the whole on hover."""
        return self.site.path if len(self.site.path) <= 24 else self.site.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one variant."""

    variant: Variant
    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        return sum(len(column.rows) for column in self.columns) + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One pin: a value, or why there is none. `span` sub-columns wide."""

    span: int = 1
    value: str = ""
    words: str = ""
    is_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One variant of one branch."""

    cells: tuple[Cell, ...]
    sign: str
    is_desync: bool


@dataclass(frozen=True, slots=True)
class Line:
    branch: Branch
    parts: tuple[Part, ...]

    @property
    def is_desync(self) -> bool:
        return any(part.is_desync for part in self.parts)


@dataclass(frozen=True, slots=True)
class Matrix:
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    agree: int
    desync: int
    unknown: int
    hidden: int = 0


def matrix(comparisons: Sequence[Comparison], *, every: bool = True) -> Matrix:
    """All comparisons of one repository; unless `every` branch is wanted, those out of sync before the others."""
    blocks = tuple(_blocks(comparisons))
    by_branch: dict[int, dict[int, Comparison]] = {}
    for comparison in comparisons:
        by_branch.setdefault(comparison.branch.pk, {})[comparison.variant.pk] = comparison
    lines = []
    for variants in by_branch.values():
        parts = tuple(_part(block, variants[block.variant.pk]) for block in blocks if block.variant.pk in variants)
        lines.append(Line(next(iter(variants.values())).branch, parts))
    verdicts = [comparison.verdict for comparison in comparisons]
    agree, desync, unknown = (verdicts.count(v) for v in (Verdict.IN_SYNC, Verdict.DESYNC, Verdict.UNKNOWN))
    shown = lines if every else _worst(lines)
    return Matrix(blocks, tuple(shown), agree, desync, unknown, len(lines) - len(shown))


def _worst(lines: list[Line]) -> list[Line]:
    """As many as a page should show, in reading order."""
    kept = {id(line) for line in sorted(lines, key=lambda line: not line.is_desync)[:MAX_LINES]}
    return [line for line in lines if id(line) in kept]


def _blocks(comparisons: Sequence[Comparison]) -> list[Block]:
    variants = {c.variant.pk: c for c in comparisons}
    blocks = []
    for pk, first in variants.items():
        columns = []
        for site in first.sites:
            named = {pin.row for c in comparisons if c.variant.pk == pk for pin in c.of_site(site)} - {""}
            columns.append(Column(first.variant, site, tuple(sorted(named)) or ("",)))
        blocks.append(Block(first.variant, tuple(columns)))
    return blocks


def _part(block: Block, comparison: Comparison) -> Part:
    cells = tuple(cell for column in block.columns for cell in _cells(column, comparison.of_site(column.site)))
    return Part(cells, SIGNS[comparison.verdict], comparison.verdict is Verdict.DESYNC)


def _cells(column: Column, pins: list[PinValue]) -> list[Cell]:
    width = len(column.rows)
    broken = next((pin for pin in pins if pin.kind == PinValue.Kind.UNREADABLE), None)
    if broken:
        return [Cell(width, words=broken.text, is_unreadable=True)]
    if not pins:
        return [Cell(width, words="absent")]
    by_row = {pin.row: pin.text for pin in pins}
    if width > 1 and set(by_row) == {""}:
        return [Cell(width, by_row[""], "one row, all platforms")]
    return [Cell(1, by_row.get(row, ""), "" if row in by_row else "absent") for row in column.rows]
