"""How often a host may be asked, so that its quota lasts until it is filled again."""

from __future__ import annotations

from datetime import datetime, timedelta

# A part stays for what people press.
_SPARE = 0.8


def wait(
    every: timedelta, now: datetime, cost: int, sharers: int, remaining: int | None, reset_at: datetime | None
) -> timedelta:
    """Time until the next poll: `every`, or longer where that would use up the quota before its reset.

    `cost`: requests of a usual poll; `sharers`: how many remotes ask with the same account.
    """
    if remaining is None or reset_at is None or reset_at <= now:
        return every
    left = reset_at - now
    polls = remaining * _SPARE / (max(cost, 1) * max(sharers, 1))
    if polls < 1:
        return max(every, left + timedelta(seconds=1))
    return max(every, min(left / polls, left))
