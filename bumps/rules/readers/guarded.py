"""Bytes in, bytes out: the limits and the proof that hold for every reader."""

from __future__ import annotations

from typing import Any

from bumps.rules.readers.errors import Unreadable, Unwritable
from bumps.rules.readers.limits import MAX_BYTES
from bumps.rules.readers.registry import READERS
from bumps.rules.readers.values import check_readable, check_writable


def read_bytes(reader_name: str, data: bytes, selector: Any) -> dict[str, str]:
    """{row: value}. Raises Unreadable for a file too large, not UTF-8, or not as its reader expects."""
    rows = READERS[reader_name].read(_text(data), selector)
    check_readable(rows)
    return rows


def write_bytes(reader_name: str, data: bytes, selector: Any, value: str) -> bytes:
    """The file with every row set to `value`. Raises Unreadable as `read_bytes` does, Unwritable if it cannot.

    The result is read back: whatever a format makes of the new value is caught here and not by a broken CI.
    """
    check_writable(value)
    before = read_bytes(reader_name, data, selector)
    if not before:
        raise Unwritable("no pin here: the file holds nothing the selector finds")
    written = READERS[reader_name].write(_text(data), selector, value).encode()
    try:
        after = read_bytes(reader_name, written, selector)
    except Unreadable as error:
        raise Unwritable(f"{value} does not fit there: {error}") from error
    if after != dict.fromkeys(before, value):
        raise Unwritable(f"{value} does not fit there: it would be read as {_shown(after)}")
    return written


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        # Tenths, rounded up: one byte too many must not read as "1.0 MB, more than the 1 MB".
        tenths = -(-len(data) // 100_000)
        raise Unreadable(f"{tenths / 10} MB, more than the 1 MB a pin file may have")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}") from error


def _shown(rows: dict[str, str]) -> str:
    return ", ".join(f"{row}: {value}" if row else value for row, value in rows.items()) or "nothing"
