"""Pin formats: how a value stands in a file, and how to change it without touching another byte.

Every reader is one small module of the same shape:

    class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True): ...  # its options
    def read(text: str, selector: Selector) -> dict[str, str]: ...                # {row: value}
    def write(text: str, selector: Selector, value: str) -> str: ...              # every row set to value

A row is "" where a file holds one value, else what tells the rows apart (a PLATFORM, a job's name).
No row at all ({}) means "not here": the file has no such pin, which is not an error.
Use cases call `read_bytes` and `write_bytes`, which guard every reader alike.
"""

from __future__ import annotations

from bumps.rules.readers.contract import Reader
from bumps.rules.readers.errors import Unreadable, Unwritable
from bumps.rules.readers.guarded import read_bytes, write_bytes
from bumps.rules.readers.registry import READERS, parse_selector

__all__ = ["READERS", "Reader", "Unreadable", "Unwritable", "parse_selector", "read_bytes", "write_bytes"]
