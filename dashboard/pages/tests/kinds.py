"""Why a test failed, in the words, signs and tones that pages use."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """`word` fits a cell of the grid, `title` a badge, `one` a sentence: `a hang`."""

    key: str
    word: str
    title: str
    one: str
    many: str
    tone: str


_ALL = (
    Kind("drift", "~", "Golden drift", "a golden drift", "golden drifts", "drift"),
    Kind("timeout", "hang", "Hang or time-out", "a hang", "hangs", "failing"),
    Kind("oom", "OOM", "Out of memory", "an out of memory", "out of memory", "failing"),
    Kind("nan", "NaN", "NaN", "a NaN", "NaNs", "failing"),
    Kind("assertion", "fail", "Failure of code", "a failure of code", "failures of code", "failing"),
    Kind("infrastructure", "infra", "Infrastructure", "an infrastructure failure", "infrastructure failures", "infra"),
    Kind("unknown", "?", "Unknown cause", "a failure of unknown cause", "failures of unknown cause", "unknown"),
)
KINDS = {kind.key: kind for kind in _ALL}
# Its log was not read yet, or the kind is one nobody foresaw: a failure all the same.
UNREAD = Kind("", "fail", "Failed, log not read yet", "a failure", "failures", "unread")
# What a person looks at first.
ORDER = {"timeout": 0, "oom": 1, "nan": 2, "assertion": 3, "": 4, "unknown": 5, "drift": 6, "infrastructure": 7}


def kind_of(key: str) -> Kind:
    """An unforeseen one is shown as a failure, with its own name."""
    if key in KINDS:
        return KINDS[key]
    return UNREAD._replace(key=key, title=key) if key else UNREAD


def platform_words(platform: str) -> str:
    """`H100` of `h100` or `dgx_h100`."""
    return platform.rpartition("_")[2].upper()
