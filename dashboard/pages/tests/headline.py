"""The Tests page in one sentence: what is new, where, since when; else what is known; else that nothing fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.tests.failing import Failing
from dashboard.pages.tests.kinds import ORDER, kind_of
from dashboard.pages.words import listed, moment, plural


@dataclass(frozen=True, slots=True)
class Headline:
    sign: str
    text: str
    detail: str = ""


def headline(
    name: str, failing: Sequence[Failing], systems: Mapping[int, str], has_runs: bool, now: datetime
) -> Headline:
    """`systems`: the remotes' names. Failures of one test on one platform count once, in however many systems."""
    if not has_runs:
        return Headline("unknown", f"No run of {name} yet", "Runs appear here as soon as a CI system is polled.")
    if not failing:
        where = listed([f"{system}’s" for system in systems.values()]) or "its"
        return Headline("passed-solid", f"No test fails on {name}", f"As {where} newest runs say.")
    new = [one for one in failing if one.is_new(now)]
    known = lines(failing) - lines(new)
    if not new:
        return Headline("failing", f"{_tests(known)} on {name}, none of them new", _since(failing, now))
    text = f"{plural(lines(new), 'new failure')} on {name}: {_what(new, systems, now)}"
    return Headline("failing", text, f"{plural(known, 'known failure')} besides." if known else "Nothing else fails.")


def lines(failing: Sequence[Failing]) -> int:
    """Tests by platform."""
    return len({(one.where.test, one.where.platform) for one in failing})


def _tests(count: int) -> str:
    return "1 test fails" if count == 1 else f"{count:,} tests fail"


def _what(new: Sequence[Failing], systems: Mapping[int, str], now: datetime) -> str:
    """`a hang on GitHub since 8 May 02:10`, or the kinds of several."""
    where = listed(sorted({systems[one.where.remote] for one in new if one.where.remote in systems}))
    on = f" on {where}" if where else ""
    since = moment(min(one.since for one in new), now)
    kinds = Counter({one.where[:2]: one.kind for one in new}.values())
    if len(kinds) == 1 and lines(new) == 1:
        return f"{kind_of(next(iter(kinds))).one}{on} since {since}"
    ordered = sorted(kinds, key=lambda kind: ORDER.get(kind, ORDER[""]))
    return f"{listed([_counted(kind, kinds[kind]) for kind in ordered])}{on} since {since}"


def _counted(kind: str, count: int) -> str:
    words = kind_of(kind)
    return words.one if count == 1 else f"{count:,} {words.many}"


def _since(failing: Sequence[Failing], now: datetime) -> str:
    newest = max(one.since for one in failing)
    return f"The last of them began {moment(newest, now)}."
