"""Image tags of the monthly series, and how far one is behind another.

The series skips months, so distance is counted in tags that exist, never in months.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache, total_ordering
from typing import NamedTuple

SERIES = re.compile(r"(\d\d)\.(\d\d)-py3")
SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@total_ordering
class ImageTag(NamedTuple):
    """`26.04-py3` as (26, 4): orders by release."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:02}.{self.month:02}"


@lru_cache(maxsize=4096)
def tag_of(value: str) -> ImageTag | None:
    """The series tag of an image reference or a bare tag; None when it is not of the series."""
    tag = value.rpartition(":")[2] if ":" in value else value
    match = SERIES.fullmatch(tag)
    return ImageTag(int(match[1]), int(match[2])) if match else None


def short(value: str) -> str:
    """What a chip shows: `26.04` for the series, seven characters of a sha, else the part behind the last `/`."""
    if tag := tag_of(value):
        return str(tag)
    if SHA.fullmatch(value):
        return value[:7]
    return value.rpartition("/")[2]


def ladder(values: Iterable[str]) -> list[ImageTag]:
    """Every known tag of the series, oldest first."""
    return sorted({tag for value in values if (tag := tag_of(value))})


def behind(value: str, known: Sequence[ImageTag]) -> int | None:
    """How many of the `known` tags (oldest first) are newer; None when the value is not of the series."""
    tag = tag_of(value)
    return None if tag is None else len(known) - bisect_right(known, tag)
