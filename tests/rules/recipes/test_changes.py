"""Marks between two versions: since when a test is out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.recipes import Mark, Way, changes, read_recipe
from tests.rules.recipes.documents import WAYS

PATH = "tests/test_utils/recipes/h100/gpt.yaml"
MARKS = read_recipe(WAYS.encode(), PATH).marks


def test_nothing_changed() -> None:
    found = changes(MARKS, MARKS)
    assert found.kept == tuple((mark, mark) for mark in MARKS)
    assert (found.begun, found.ended) == ((), ())


def test_lines_comments_and_scopes_may_change_around_a_mark() -> None:
    edited = WAYS.replace("products:\n", "products:\n  # more\n\n", 1).replace("#4657", "#4700")
    edited = edited.replace('[mr-broken, "mr-github-broken"]', "[mr-broken]")
    found = changes(MARKS, read_recipe(edited.encode(), PATH).marks)
    assert len(found.kept) == len(MARKS)
    assert not found.begun
    assert not found.ended


def test_a_mark_begins_and_another_ends() -> None:
    edited = WAYS.replace("scope: [deprecated]", "scope: [mr]").replace(
        "[nightly]\n  - test_case: [case_broken]", "[nightly-broken]\n  - test_case: [case_broken]"
    )
    found = changes(MARKS, read_recipe(edited.encode(), PATH).marks)
    assert [(mark.case, mark.environment) for mark in found.begun] == [("case_plain", "dev"), ("case_plain", "lts")]
    assert [(mark.case, mark.way) for mark in found.ended] == [("case_old", Way.DEPRECATED)]


def test_a_file_that_moves_takes_its_marks_along_each_to_its_own() -> None:
    one = MARKS[0]
    elsewhere = replace(one, path="other.yaml", line=1)
    moved = replace(one, path="moved.yaml")
    found = changes([one, elsewhere], [moved, elsewhere])
    assert (elsewhere, elsewhere) in found.kept or (one, elsewhere) in found.kept
    assert not found.begun
    assert not found.ended


@given(before=st.lists(st.sampled_from(MARKS)), after=st.lists(st.sampled_from(MARKS)))
def test_every_mark_is_accounted_for_once(before: list[Mark], after: list[Mark]) -> None:
    found = changes(before, after)
    assert sorted([old for old, _ in found.kept] + list(found.ended), key=repr) == sorted(before, key=repr)
    assert sorted([new for _, new in found.kept] + list(found.begun), key=repr) == sorted(after, key=repr)
    assert all(old.key == new.key for old, new in found.kept)
