from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.failures import Origin, Outcome, Where, failing_since, origin_of, origins

START = datetime(2026, 8, 1, tzinfo=UTC)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def told(words: str) -> list[Outcome]:
    """`.` passed, `F` failed, `-` said nothing; an hour each."""
    said = {".": True, "F": False, "-": None}
    return [Outcome(index, at(index), said[word]) for index, word in enumerate(words)]


def since(words: str) -> int | None:
    first = failing_since(told(words))
    return first.run if first else None


def test_a_streak_begins_after_the_last_pass() -> None:
    assert since(".F.FF") == 3


def test_a_test_that_passed_last_does_not_fail() -> None:
    assert since("FF.") is None
    assert since("") is None


def test_what_said_nothing_neither_ends_nor_begins_a_streak() -> None:
    assert since(".F-F-") == 1
    assert since(".-") is None


@given(st.text(".F-", max_size=20), st.randoms())
def test_the_order_they_come_in_does_not_matter(words: str, chance: object) -> None:
    outcomes = told(words)
    shuffled = sorted(outcomes, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert failing_since(shuffled) == failing_since(outcomes)


def test_a_failure_that_the_baseline_had_before_is_known() -> None:
    assert origin_of(at(9), told("..F")) is Origin.KNOWN


def test_a_failure_after_a_pass_of_the_baseline_is_new() -> None:
    assert origin_of(at(9), told(".F.")) is Origin.NEW


def test_what_the_baseline_says_later_changes_nothing() -> None:
    assert origin_of(at(1), told("..FF")) is Origin.NEW


def test_a_test_the_baseline_never_ran_is_neither() -> None:
    assert origin_of(at(9), told("--")) is Origin.UNKNOWN
    assert origin_of(at(0), []) is Origin.UNKNOWN


def test_each_platform_is_judged_by_its_own_baseline() -> None:
    h100, gb200 = Where(1, "h100", "dev", 1), Where(1, "gb200", "dev", 1)
    found = origins({h100: at(9), gb200: at(9)}, {h100: told("F"), gb200: told(".")})
    assert found == {h100: Origin.KNOWN, gb200: Origin.NEW}
