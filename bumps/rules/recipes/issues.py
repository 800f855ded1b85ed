"""The issue that a comment names."""

from __future__ import annotations

import re
from typing import NamedTuple

_URL = re.compile(r"https?://[^\s<>\"')\]]+?/(issues|pull|work_items|merge_requests)/(\d{1,9})")
_REF = re.compile(r"(?<![\w&/])([#!])(\d{1,9})\b")


class Issue(NamedTuple):
    """`ref` is `#513` or `!123`; `url` is "" where the comment holds a bare number."""

    ref: str = ""
    url: str = ""


def issue_in(text: str) -> Issue:
    """The first issue or merge request that the text names, a link before a number."""
    if match := _URL.search(text):
        sign = "!" if match[1] == "merge_requests" else "#"
        return Issue(f"{sign}{match[2]}", match[0])
    match = _REF.search(text)
    return Issue(f"{match[1]}{match[2]}") if match else Issue()
