"""Prints what was measured: one line a figure, the limit beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table."""

    what: str
    ours: str
    beside: str
    ratio: str = ""
    limit: str = ""


def show(rows: list[Row]) -> str:
    """The rows in aligned columns."""
    heads = Row("measured", "ours", "beside", "ratio", "limit")
    cells = [(row.what, row.ours, row.beside, row.ratio, row.limit) for row in [heads, *rows]]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in cells)
