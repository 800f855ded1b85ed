"""What the reader tests share: values, the full-size fixtures, and both kinds of line ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bumps.rules.readers import parse_selector, read_bytes, write_bytes

IMAGE = "nvcr.io/nvidia/pytorch"
OLD = f"{IMAGE}:25.09-py3"
NEW = f"{IMAGE}:26.04-py3"

FIXTURES = Path(__file__).parent / "fixtures"
LINE_ENDS = [b"\n", b"\r\n"]


def fixture(name: str, line_end: bytes) -> bytes:
    """A fixture's bytes with these line ends."""
    return (FIXTURES / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end)


def read(reader: str, text: str | bytes, **options: Any) -> dict[str, str]:
    """What the reader finds, through the guards."""
    return read_bytes(reader, _bytes(text), parse_selector(reader, options))


def write(reader: str, text: str | bytes, value: str = NEW, **options: Any) -> str:
    """The rewritten file, through the guards."""
    return write_bytes(reader, _bytes(text), parse_selector(reader, options), value).decode()


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
