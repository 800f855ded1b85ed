"""The labelled set is hard enough to mean something."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.logs import LOGS, Log, build

# Independent of the rules: the words by which each kind is known.
WORDS = {
    "drift": (b"The following metrics failed", b": FAILED"),
    "timeout": (
        b"Watchdog caught collective operation timeout",
        b"timed out after",
        b"took longer than",
        b"TIME LIMIT",
    ),
    "oom": (b"OutOfMemoryError", b"out of memory", b"Out of memory"),
    "nan": (b"found NaN in", b"lm loss: NAN"),
    "infrastructure": (b"Connection reset by peer", b"Read timed out", b"ECC error", b"Address already in use"),
    "assertion": (b"AssertionError", b"Segmentation fault", b"ImportError", b"illegal memory access"),
}
RESTARTS = (b"attempt restart.", b"let's try another node.", b"will restart worker group")
every_log = pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)


def test_there_are_at_least_six_of_every_kind_and_each_has_its_own_name() -> None:
    assert len(LOGS) >= 42
    assert min(Counter(log.kind for log in LOGS).values()) >= 6
    assert len({log.kind for log in LOGS}) == 7
    assert len({log.name for log in LOGS}) == len(LOGS)
    assert {log.dress for log in LOGS} == {"github", "gitlab", "rank"}


@every_log
def test_each_is_long_holds_words_of_three_kinds_and_an_earlier_failed_attempt(log: Log) -> None:
    text = build(log)
    assert text.count(b"\n") >= 2000
    assert sum(any(word in text for word in words) for words in WORDS.values()) >= 3
    assert any(restart in text for restart in RESTARTS)
    assert log.proof.encode() in text
    assert text == build(log)
