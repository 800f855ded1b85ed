"""A line as a person would read it: without colours, timestamps and the mark of the rank that wrote it."""

from __future__ import annotations

import re

MAX_LINE = 500
# How far a line is looked at on either side of a match: a progress bar without line ends can be megabytes long.
REACH = 1_000
BEFORE, AFTER = 4, 12

_ANSI = re.compile(rb"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
# GitHub's, and GitLab's with its stream number.
_TIMESTAMP = re.compile(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z (?:\d\d[OE][+ ]?)?")
_SECTION = re.compile(r"section_(?:start|end):\d+:[\w.-]+(?:\[[^\]]*\])?")
_TAGS = re.compile(r"(?:##\[\w+\])?(?:[\w.-]+/\d+ )?(?:\[?(?:default|rank)\d+\]?:|\[\d+\]:|\d+: )*\s?(?=.)")


def clean(raw: bytes) -> str:
    """The text of the line, its timestamps gone; what is not UTF-8 or does not print shows as a replacement."""
    raw = raw[: 8 * MAX_LINE]
    text = (_ANSI.sub(b"", raw) if b"\x1b" in raw else raw).decode("utf-8", "replace")
    if match := _TIMESTAMP.match(text):
        text = text[match.end() :]
    if "section_" in text:
        text = _SECTION.sub("", text, count=1)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == "\t" else "" if c in "\r\n" else "\ufffd" for c in text)
    return text.rstrip()


def shown(text: str, proof: str = "") -> str:
    """The line as it is stored: its beginning, or in a very long one the part that holds the proof."""
    at = text.find(proof)
    start = at - 100 if at + len(proof) > MAX_LINE else 0
    return text[start:].strip()[:MAX_LINE]


def untagged(text: str) -> tuple[str, str]:
    """(`[rank5]:`, the rest): indentation of the rest is kept."""
    match = _TAGS.match(text)
    end = match.end() if match else 0
    if not text[:end].strip():
        return "", text
    # Of a message of several lines only the first one bears GitHub's mark.
    return text[:end].removeprefix("##[error]").strip(), text[end:]


def bounds(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the line around a match begins and ends; a carriage return ends one too. At most REACH either way."""
    low, high = max(0, start - REACH), min(len(data), end + REACH)
    before = max(data.rfind(b"\n", low, start), data.rfind(b"\r", low, start)) + 1
    ends = [at for at in (data.find(b"\n", end, high), data.find(b"\r", end, high)) if at >= 0]
    return before or low, min(ends, default=high)


def around(data: bytes, start: int) -> bytes:
    """The lines around a place, as far as they are in this window."""
    low = start
    for _ in range(BEFORE):
        if low <= 0:
            break
        floor = max(0, low - REACH)
        low = (data.rfind(b"\n", floor, low - 1) + 1) or floor
    high = start
    for _ in range(AFTER + 1):
        end = data.find(b"\n", high, high + REACH)
        high = end + 1 if end >= 0 else min(len(data), high + REACH)
    return data[low:high]


def excerpt(raw: bytes) -> tuple[str, ...]:
    """These lines, clean and cut."""
    return tuple(clean(line)[:MAX_LINE] for line in raw.removesuffix(b"\n").split(b"\n"))
