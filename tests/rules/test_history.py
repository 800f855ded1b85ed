from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.history import ABSENT, NOTHING, PinState, Reading, changed_rows

READINGS = st.one_of(
    st.dictionaries(st.sampled_from(["", "amd64", "arm64"]), st.sampled_from(["a", "b"])).map(Reading),
    st.just(Reading({}, "not YAML")),
)


def test_only_rows_that_changed_are_told() -> None:
    before = {"amd64": PinState("value", "a"), "arm64": PinState("value", "a")}
    assert changed_rows(before, Reading({"amd64": "a", "arm64": "b"})) == {"arm64": PinState("value", "b")}


def test_a_row_that_is_gone_becomes_absent_once() -> None:
    before = {"": PinState("value", "a")}
    assert changed_rows(before, Reading({"amd64": "a"})) == {"": ABSENT, "amd64": PinState("value", "a")}
    assert changed_rows({"": ABSENT}, NOTHING) == {}


def test_an_unreadable_file_makes_every_live_row_unknown() -> None:
    before = {"amd64": PinState("value", "a"), "old": ABSENT}
    assert changed_rows(before, Reading({}, "why")) == {"amd64": PinState("unreadable", "why")}


def test_an_unreadable_file_without_known_rows_is_unknown_as_a_whole() -> None:
    changes = changed_rows({}, Reading({}, "why"))
    assert changes == {"": PinState("unreadable", "why")}
    assert changed_rows(changes, Reading({"amd64": "a"})) == {"": ABSENT, "amd64": PinState("value", "a")}


@given(st.lists(READINGS))
def test_replaying_the_changes_gives_what_the_last_reading_said(readings: list[Reading]) -> None:
    states: dict[str, PinState] = {}
    for reading in readings:
        states.update(changed_rows(states, reading))
        assert changed_rows(states, reading) == {}
        live = {row: state.text for row, state in states.items() if state.is_live}
        if reading.unreadable:
            assert set(live.values()) == {"not YAML"}
        else:
            assert live == dict(reading.values)
