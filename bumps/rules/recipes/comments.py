"""Comments of a YAML file, which a parser drops: by line, told apart from `#` inside quotes."""

from __future__ import annotations

import re

MAX_REASON = 500
# Quoted text first, so that what it holds is no comment.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![^\s,\[{:])'(?:[^']|'')*'|(?:^|(?<=\s))#(.*)$")
_BOX = re.compile(r"#*\s*#*$|.*\s#$|#{2,}")
_ROW_KEY = re.compile(
    r"-?\s*(?:test_case|products|environment|scope|platforms|cadence|tag|n_repeat|time_limit|nodes|gpus|model)\s*:"
)
_WAS = re.compile(r"(?:was|before|formerly)\b[:\s]*\[", re.IGNORECASE)


def comment_of(line: str) -> str | None:
    """The text behind `#`; None where the line has no comment."""
    for match in _TOKEN.finditer(line):
        if match[1] is not None:
            return match[1].rstrip()
    return None


def is_comment_line(line: str) -> bool:
    """Whether the line is a comment and nothing else."""
    return line.lstrip().startswith("#")


def commented_row_text(line: str) -> str | None:
    """A row of YAML that was made a comment, without its `#`; None for anything else."""
    text = line.lstrip().removeprefix("#").strip()
    return text if is_comment_line(line) and _ROW_KEY.match(text) else None


def prose_of(comment: str) -> str:
    """The comment as a reason; "" for rulers and boxes, for YAML, and for what only records the former scopes."""
    text = comment.strip()
    if _BOX.match(text) or _ROW_KEY.match(text) or _WAS.match(text):
        return ""
    return "".join(c if c.isprintable() else " " for c in text.strip("# "))[:MAX_REASON]


def prose_above(lines: list[str], number: int) -> list[str]:
    """The reasons in the comment lines that stand directly above line `number`, counted from 1; top first."""
    found: list[str] = []
    at = min(number - 2, len(lines) - 1)
    while at >= 0 and is_comment_line(lines[at]) and commented_row_text(lines[at]) is None:
        found.append(prose_of(comment_of(lines[at]) or ""))
        at -= 1
    return [text for text in reversed(found) if text]


def prose_beside(lines: list[str], first: int, last: int) -> list[str]:
    """The reasons at the ends of lines `first` to `last`, counted from 1."""
    beside = [comment_of(line) for line in lines[first - 1 : last] if not is_comment_line(line)]
    return [text for comment in beside if comment and (text := prose_of(comment))]


def joined(reasons: list[str]) -> str:
    """One reason of several, none twice."""
    return " ".join(dict.fromkeys(filter(None, reasons)))[:MAX_REASON]
