from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.pace import wait

NOW = datetime(2026, 8, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_a_full_quota_leaves_the_usual_interval() -> None:
    assert wait(MINUTE, NOW, 2, 2, 5000, NOW + HOUR) == MINUTE


def test_sixty_an_hour_for_two_projects_is_a_poll_every_five_minutes() -> None:
    assert wait(MINUTE, NOW, 2, 2, 60, NOW + HOUR) == timedelta(minutes=5)


def test_an_empty_quota_waits_for_its_reset() -> None:
    assert wait(MINUTE, NOW, 2, 2, 0, NOW + HOUR) == HOUR + timedelta(seconds=1)


def test_what_nobody_told_is_not_reckoned_with() -> None:
    assert wait(MINUTE, NOW, 2, 2, None, None) == MINUTE
    assert wait(MINUTE, NOW, 2, 2, 0, NOW - HOUR) == MINUTE


@given(remaining=st.integers(0, 10_000), cost=st.integers(0, 20), sharers=st.integers(0, 9), left=st.integers(1, 7200))
def test_it_never_asks_more_often_than_usual_nor_beyond_the_quota(
    remaining: int, cost: int, sharers: int, left: int
) -> None:
    reset = timedelta(seconds=left)
    pause = wait(MINUTE, NOW, cost, sharers, remaining, NOW + reset)
    assert pause >= MINUTE
    polls = reset / pause
    assert polls * max(cost, 1) * max(sharers, 1) <= max(remaining, max(cost, 1) * max(sharers, 1)) + 1e-6
