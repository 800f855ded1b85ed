"""Cutting a Dockerfile into instructions, with every character still at its place.

What is no instruction text (comments, continuations, heredocs) is blanked out, never removed: an offset
into an instruction is an offset into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bumps.rules.readers.errors import Unreadable

# Put where a continuation splits a word in two: no value can hold it, so the word cannot be mistaken for one.
SPLIT = "\0"

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_DIRECTIVE = re.compile(r"#\s*([a-z][a-z0-9]*)\s*=\s*(\S+)\s*$", re.IGNORECASE)
_KEYWORD = re.compile(r"\s*([A-Za-z]+)(?=\s|$)")
_TAKES_HEREDOC = re.compile(r"\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s", re.IGNORECASE)
# A heredoc begins a word; one inside quotes, as in `RUN echo "a <<b"`, is text.
_HEREDOC = re.compile(
    r"""(?<!\S)\d*<<(?P<dash>-?)(?P<quote>["']?)(?P<name>[^\s<>|&;"']+)(?P=quote)|"(?:\\.|[^"\\])*"?|'[^']*'?|\\."""
)


class Instruction(NamedTuple):
    """One instruction: its keyword in capitals, and the span of its arguments."""

    keyword: str
    start: int
    end: int


def instructions(text: str) -> tuple[str, list[Instruction]]:
    """The text with all but instructions blanked, and these. Raises Unreadable for a heredoc without end."""
    lines = [match.span() for match in _LINE.finditer(text)]
    escape = _escape(text, lines)
    masked: list[str] = []
    found: list[Instruction] = []
    at = 0
    while at < len(lines):
        after, body = _logical_line(text, lines, at, escape)
        start, end = lines[at][0], lines[after - 1][1]
        masked.append(body)
        if keyword := _KEYWORD.match(body):
            found.append(Instruction(keyword[1].upper(), start + keyword.end(), end))
        for name, dash in _heredocs(body):
            opened, after = after, _closing(text, lines, after, name, dash)
            masked.append(" " * (lines[after - 1][1] - lines[opened][0]))
        at = after
    return "".join(masked), found


def _escape(text: str, lines: list[tuple[int, int]]) -> str:
    """The character that continues a line; directives count only above everything else."""
    for start, end in lines:
        directive = _DIRECTIVE.match(text[start:end].lstrip("\ufeff").strip())
        if not directive:
            break
        if directive[1].lower() == "escape":
            return "`" if directive[2] == "`" else "\\"
    return "\\"


def _logical_line(text: str, lines: list[tuple[int, int]], at: int, escape: str) -> tuple[int, str]:
    """The index after the last line of the instruction that begins at line `at`, and its blanked out text."""
    pieces: list[str] = []
    glued = ""  # the piece so far last, where a word may go on after its continuation
    glued_at = 0
    for after in range(at, len(lines)):
        line = text[slice(*lines[after])].replace("\ufeff", " ")
        bare = line.strip()
        if not bare or bare.startswith("#"):
            # Docker skips these inside an instruction, and the instruction goes on below.
            pieces.append(" " * len(line))
            if after == at:
                return at + 1, pieces[0]
            continue
        if glued and not line[0].isspace():
            pieces[glued_at] = glued.ljust(len(pieces[glued_at]), SPLIT)
        kept = line.rstrip()
        goes_on = kept.endswith(escape)
        kept = kept.removesuffix(escape)
        pieces.append(kept.ljust(len(line)))
        if not goes_on:
            return after + 1, "".join(pieces)
        glued, glued_at = ("" if kept[-1:].isspace() else kept), len(pieces) - 1
    return len(lines), "".join(pieces)


def _heredocs(body: str) -> Iterator[tuple[str, bool]]:
    if "<<" in body and _TAKES_HEREDOC.match(body):
        for word in _HEREDOC.finditer(body):
            if word["name"]:
                yield word["name"], bool(word["dash"])


def _closing(text: str, lines: list[tuple[int, int]], at: int, name: str, dash: bool) -> int:
    """The index after the line that ends the heredoc."""
    for index in range(at, len(lines)):
        line = text[slice(*lines[index])].rstrip("\r\n")
        if (line.lstrip("\t") if dash else line) == name:
            return index + 1
    raise Unreadable(f"line {at}: the heredoc {name} is never closed")
