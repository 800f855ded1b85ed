from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.desync import Member, PinChange, Rule, Verdict, judge, windows
from bumps.rules.history import ABSENT, PinState

GITHUB, AMD, ARM = Member("github/dev", ""), Member("gitlab/dev", "amd64"), Member("gitlab/dev", "arm64")
LINK, MAIN, DEV = Member("mcore/submodule", ""), Member("mcore/main", ""), Member("mcore/dev", "")
EQUAL, ONE_OF = Rule(), Rule("one_of", "mcore/submodule")
UNREADABLE = PinState("unreadable", "not YAML")


def value(text: str) -> PinState:
    return PinState("value", text)


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        ({GITHUB: value("a"), AMD: value("a"), ARM: value("a")}, Verdict.IN_SYNC),
        ({GITHUB: value("a"), AMD: value("a"), ARM: value("b")}, Verdict.DESYNC),
        ({GITHUB: value("a"), AMD: ABSENT}, Verdict.NOT_COMPARABLE),
        ({}, Verdict.NOT_COMPARABLE),
        ({GITHUB: value("a"), AMD: UNREADABLE}, Verdict.UNKNOWN),
        ({GITHUB: value("a"), AMD: value("b"), ARM: UNREADABLE}, Verdict.DESYNC),
    ],
)
def test_equal_asks_for_one_value_everywhere(states: dict[Member, PinState], verdict: Verdict) -> None:
    assert judge(states, EQUAL) is verdict


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        ({LINK: value("a"), MAIN: value("a"), DEV: value("b")}, Verdict.IN_SYNC),
        ({LINK: value("b"), MAIN: value("a"), DEV: value("b")}, Verdict.IN_SYNC),
        ({LINK: value("c"), MAIN: value("a"), DEV: value("b")}, Verdict.DESYNC),
        ({LINK: value("c"), MAIN: value("a"), DEV: UNREADABLE}, Verdict.UNKNOWN),
        ({LINK: value("a"), MAIN: value("a"), DEV: UNREADABLE}, Verdict.IN_SYNC),
        ({LINK: value("a")}, Verdict.NOT_COMPARABLE),
        ({MAIN: value("a"), DEV: value("b")}, Verdict.NOT_COMPARABLE),
    ],
)
def test_one_of_asks_the_subject_to_equal_one_of_the_others(states: dict[Member, PinState], verdict: Verdict) -> None:
    assert judge(states, ONE_OF) is verdict


def test_a_commit_that_changes_both_pins_opens_nothing() -> None:
    changes = [PinChange(1, GITHUB, value("a")), PinChange(1, AMD, value("a"))]
    changes += [PinChange(2, GITHUB, value("b")), PinChange(2, AMD, value("b"))]
    assert windows(changes, EQUAL) == []


def test_a_window_keeps_the_values_at_both_ends() -> None:
    changes = [PinChange(1, GITHUB, value("a")), PinChange(1, AMD, value("a"))]
    changes += [PinChange(5, GITHUB, value("b")), PinChange(9, AMD, value("b"))]
    (window,) = windows(changes, EQUAL)
    assert (window.opened, window.closed) == (5, 9)
    assert window.values == {"github/dev": "b", "gitlab/dev/amd64": "a"}
    assert window.closing_values == {"github/dev": "b", "gitlab/dev/amd64": "b"}


def test_an_unreadable_pin_neither_opens_nor_closes() -> None:
    changes = [PinChange(1, GITHUB, value("a")), PinChange(1, AMD, value("a")), PinChange(2, AMD, UNREADABLE)]
    changes += [PinChange(3, AMD, value("b")), PinChange(4, AMD, UNREADABLE), PinChange(5, AMD, value("b"))]
    assert [(window.opened, window.closed) for window in windows(changes, EQUAL)] == [(3, None)]


def test_a_twin_that_goes_away_closes_the_window() -> None:
    changes = [PinChange(1, GITHUB, value("a")), PinChange(1, AMD, value("b")), PinChange(2, AMD, ABSENT)]
    assert [(window.opened, window.closed) for window in windows(changes, EQUAL)] == [(1, 2)]


STATES = st.sampled_from([value("a"), value("b"), ABSENT, UNREADABLE])
CHANGES = st.lists(st.tuples(st.integers(0, 30), st.sampled_from([GITHUB, AMD, ARM]), STATES))


@given(CHANGES)
def test_windows_are_in_order_apart_and_only_the_last_may_be_open(raw: list[tuple[int, Member, PinState]]) -> None:
    changes = [PinChange(*one) for one in sorted(raw, key=lambda one: one[0])]
    found = windows(changes, EQUAL)
    assert found == windows(changes, EQUAL)
    for window, later in pairwise(found):
        assert window.closed is not None
        assert window.opened < window.closed <= later.opened
    assert all(len(set(window.values.values())) > 1 for window in found)
