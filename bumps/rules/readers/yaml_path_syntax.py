"""Paths into YAML, as selectors write them: `jobs.*.container.image`, `"key.with.dots".0`."""

from __future__ import annotations

import re
from functools import lru_cache

_SEGMENT = re.compile(r'"(?P<quoted>[^"]+)"|(?P<plain>[^".]+)')


@lru_cache(maxsize=64)
def parse_path(path: str) -> tuple[str | None, ...]:
    """The keys to follow, None for `*`. Raises ValueError for a path that is not one."""
    segments: list[str | None] = []
    at = 0
    while segment := _SEGMENT.match(path, at):
        segments.append(segment["quoted"] or (None if segment["plain"] == "*" else segment["plain"]))
        at = segment.end()
        if at == len(path):
            return tuple(segments)
        if path[at] != ".":
            break
        at += 1
    raise ValueError(f'bad path {path!r} at character {at + 1}: keys joined by dots, a key with a dot in "quotes"')
