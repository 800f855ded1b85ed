"""Logs of any size and any bytes: an answer, bounded."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bumps.rules.triage import Kind, triage

OOM = b"RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB"


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\x00" * 5000,
        bytes(range(256)) * 100,
        b"\xff\xfe" + "log".encode("utf-16-le"),
        b"\r\r\r\n",
        b"\x1b[",
    ],
)
def test_any_bytes_are_a_log(data: bytes) -> None:
    assert triage([data]).kind is Kind.UNKNOWN


def test_a_log_is_cut_at_the_limit_and_says_so() -> None:
    data = b"fine\n" * 1000 + OOM
    result = triage([data], limit_bytes=1000)
    assert (result.kind, result.truncated, result.lines_read) == (Kind.UNKNOWN, True, 200)
    assert result.line == "nothing in the first 1,000 bytes; the log goes on"
    assert not triage([data], limit_bytes=len(data)).truncated
    assert triage([data, b"x"], limit_bytes=len(data)).truncated
    assert triage([data], limit_bytes=len(data)).kind is Kind.OOM


def test_chunks_after_the_limit_are_not_asked_for() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1000 + b"\n"

    assert triage(endless(), limit_bytes=10_000_000).truncated


@pytest.mark.parametrize("at", [0, (1 << 20) - 10, (1 << 20) + 5, 3_000_000])
def test_one_line_of_megabytes_is_searched_to_its_end(at: int) -> None:
    result = triage([b"x" * at + OOM + b"y" * 2_000_000])
    assert result.kind is Kind.OOM
    assert result.line_number == 1
    assert "CUDA out of memory" in result.line
    assert len(result.line) <= 500


@pytest.mark.parametrize(
    "line",
    [
        b"Traceback (most recent call last):\n",
        b"  File x\n",
        OOM + b"\n",
        b"Error:" * 50 + b"\n",
        b"attempt 1 " * 20 + b"\n",
        b"\x1b[31m" * 100 + b"Error:\n",
        b"lm loss: NAN iteration 1/ 2\n",
        b"(((((((((((((((((((((Error: " * 8 + b"\n",
    ],
)
def test_a_log_that_repeats_itself_is_answered_soon(line: bytes) -> None:
    chunk = line * (1_000_000 // len(line))
    triage(chunk for _ in range(20))


def test_text_stays_text() -> None:
    result = triage([b"KeyError: '<script>alert(1)</script> \xe2\x80\xae {{ x }}'"])
    assert result.line == "KeyError: '<script>alert(1)</script> \ufffd {{ x }}'"
