"""Any text is a recipe or is refused."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bumps.rules.recipes import Unreadable, read_recipe
from tests.rules.recipes.documents import WAYS

LINES = WAYS.splitlines(keepends=True)


def read(data: bytes) -> None:
    try:
        recipe = read_recipe(data, "recipes/h100/gpt.yaml")
    except Unreadable as reason:
        assert "\n" not in str(reason)  # noqa: PT017 either outcome is right
        return
    text = data.decode()
    for row in recipe.rows:
        for scope in row.scopes:
            assert scope.start == -1 or text[scope.start : scope.end] == scope.name
    for mark in recipe.marks:
        assert mark.case
        assert len(mark.reason) <= 500


@settings(deadline=None)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    read(data)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=60).map("".join))
def test_lines_of_a_recipe_in_any_order(text: str) -> None:
    read(text.encode())
    read(f"products:\n{text}".encode())


@settings(deadline=None)
@given(at=st.integers(0, len(WAYS)), cut=st.integers(0, 20), put=st.text(max_size=5))
def test_a_recipe_damaged_anywhere(at: int, cut: int, put: str) -> None:
    read((WAYS[:at] + put + WAYS[at + cut :]).encode(errors="replace"))
