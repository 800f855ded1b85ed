"""Where a job that retries itself began anew."""

from __future__ import annotations

import re
from enum import Enum

# What the launchers of both CI systems write when an attempt failed and another one is to follow.
_RESTART = (
    "attempt restart",
    "attempt a restart",
    "let's try another node",
    "No logs found. Try again",
    "Did not find any logs to download, retry",
    "will restart worker group",
    "Restarting worker group",
)
_START = ("Entering Experiment", "Pipeline triggered; inspect it here")

_NUMBER = r"attempt[ _#:=-]*(?:no\.? ?|number )?\d+(?: ?(?:/|of) ?\d+)?"
_LOGGER = r"(?:\W*[\d:., T/-]*\W*(?:INFO|WARNING|ERROR)[\w.:\s\[\]()-]{0,40}?[:\]\s-])?"
_BANNER = re.compile(
    rf"{_LOGGER}\W*(?:(?:##\[)?group(?:\]|::))?\W*(?:{_NUMBER}|(?:re)?try \d ?(?:/|of) ?\d)\W*$", re.IGNORECASE
)
_BEGINS = re.compile(
    r"\b(?:start(?:ing|ed)?|launch(?:ing|ed)?|begin(?:ning)?|running|entering|retry(?:ing)?|restart(?:ing)?|re-?run(?:ning)?)"
    rf"\b.{{0,50}}\b{_NUMBER}",
    re.IGNORECASE,
)
_FAILED = re.compile(
    rf"\b{_NUMBER}\W+(?:has |have )?(?:failed|exited|crashed|timed out)\b"
    r"|\b(?:retrying|restarting|re-?running) (?:the )?(?:whole )?(?:job|test|training|workload|experiment)\b"
    r"|\bfail\w*\W.*\b(?:restarting|re-?running)\W*$",
    re.IGNORECASE,
)
_FILE_HEADER = re.compile(r"==> .*/attempt_[1-9]\d*/.* <==")
# Attempts at something smaller than the job.
_SMALLER = re.compile(
    r"download|upload|artifact|request|fetch|connect|\bpush|\bpull|https?:|\bpip\b|curl|socket|rendezvous|\block"
    r"|in \d+ ?(?:s|sec|ms|min)",
    re.IGNORECASE,
)


class Mark(Enum):
    """`RESTART` announces another attempt, which may not come; `START` is its first line."""

    RESTART = "restart"
    START = "start"


def mark_in(text: str) -> Mark | None:
    """What the line says about attempts; None for nothing."""
    if any(words in text for words in _START):
        return Mark.START
    if any(words in text for words in _RESTART):
        return Mark.RESTART
    if _SMALLER.search(text):
        return None
    if _BANNER.match(text) or _BEGINS.search(text) or _FILE_HEADER.search(text):
        return Mark.START
    return Mark.RESTART if _FAILED.search(text) else None
