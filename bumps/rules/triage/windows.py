"""A stream of bytes as windows of a bounded size that end with a line.

Where a window ends follows from the bytes alone, never from how they came in: the same log gives the same windows
whatever the network cut it into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

WINDOW = 1 << 19


class Window(NamedTuple):
    """`data[:skip]` was part of the window before: a line longer than a window goes on, and only its end repeats."""

    data: bytes
    skip: int


class Limit:
    """Passes chunks on up to a number of bytes, and knows whether more came."""

    def __init__(self, chunks: Iterable[bytes], limit_bytes: int) -> None:
        self._chunks = chunks
        self._left = limit_bytes
        self.reached = False

    def __iter__(self) -> Iterator[memoryview]:
        for chunk in self._chunks:
            if len(chunk) > self._left:
                self.reached = True
                yield memoryview(chunk)[: self._left]
                return
            self._left -= len(chunk)
            yield memoryview(chunk)


def windows(chunks: Iterable[memoryview], overlap: int, size: int = WINDOW) -> Iterator[Window]:
    """The windows of the stream; `overlap` bytes are repeated where a line had to be cut, so that no match is lost."""
    held = bytearray()
    skip = 0
    for chunk in chunks:
        at = 0
        while at < len(chunk):
            taken = chunk[at : at + size - len(held)]
            held += taken
            at += len(taken)
            if len(held) == size:
                end = held.rfind(b"\n", skip) + 1
                yield Window(bytes(held[: end or size]), skip)
                skip = 0 if end else overlap
                del held[: end or size - overlap]
    if len(held) > skip:
        yield Window(bytes(held), skip)
