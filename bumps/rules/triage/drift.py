"""The metrics that a log's golden value check names."""

from __future__ import annotations

import re

_SUMMARY = re.compile(r"The following metrics failed:?\s*(.*)$")
_COMPARISON = re.compile(r"\b[A-Z]\w+ comparison of (.{1,200}?): FAILED")
_MOST, _LONGEST = 100, 100


class Metrics:
    """What one attempt's checks said, the summaries before the single comparisons."""

    def __init__(self) -> None:
        self._summed_up: dict[str, None] = {}
        self._compared: dict[str, None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every metric that failed, in the order they were named."""
        return tuple(self._summed_up or self._compared)

    def take(self, text: str) -> int:
        """How well the line proves drift: 0 not at all, 1 in part, 2 as the summary of a whole check."""
        if match := _SUMMARY.search(text):
            listed = match[1].strip()
            # pytest's last lines are cut to the terminal's width: they name no metric for sure.
            if not listed or listed.endswith("...") or text.lstrip().startswith("FAILED "):
                return 1
            for name in listed.split(","):
                _add(self._summed_up, name)
            return 2
        if match := _COMPARISON.search(text):
            _add(self._compared, match[1])
            return 1
        return 0


def _add(names: dict[str, None], name: str) -> None:
    name = name.strip(" \t'\"[]")
    if name and len(names) < _MOST:
        names[name[:_LONGEST]] = None
