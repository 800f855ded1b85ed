"""Recipes: which tests run where, which of them left the gate, since when and why.

recipe = read_recipe(data, "tests/test_utils/recipes/h100/gpt.yaml")
recipe.rows    # test case x environment x platform, with scopes and lines
recipe.marks   # every way out: -broken, -disabled, flaky, deprecated, commented out
"""

from __future__ import annotations

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.limits import MAX_BYTES
from bumps.rules.recipes.issues import Issue, issue_in
from bumps.rules.recipes.marks import Changes, changes, launchers, marks_of, way_of
from bumps.rules.recipes.model import Mark, Recipe, Row, Scope, Way
from bumps.rules.recipes.rows import layout_of


def read_recipe(data: bytes, path: str) -> Recipe:
    """The rows and marks of one file; `path` tells suite and platform where the file does not.

    Raises Unreadable, with the reason, for a file that is too large, not UTF-8 or not YAML.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{len(data) / 1e6:.1f} MB, more than the 1 MB a recipe may have")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}") from error
    layout = layout_of(text, path)
    rows = tuple(row for product in layout.products for row in product.rows)
    return Recipe(rows, tuple(marks_of(text, path, layout)))


__all__ = [
    "Changes",
    "Issue",
    "Mark",
    "Recipe",
    "Row",
    "Scope",
    "Unreadable",
    "Way",
    "changes",
    "issue_in",
    "launchers",
    "read_recipe",
    "way_of",
]
