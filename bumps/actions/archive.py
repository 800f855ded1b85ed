"""A zip from outside: refused as a whole when it is built to do harm, read only so far."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from bumps.ports import Refused

MOST_ENTRIES = 20_000
MOST_BYTES = 4 * 1024**3
# Logs shrink well; nothing honest shrinks like this.
MOST_RATIO = 400
_HARMLESS_BYTES = 16 * 1024**2
_CHUNK = 256 * 1024


class Archive:
    """An opened zip. Raises Refused for one that cannot be trusted; nothing is ever written to disk by its names."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Refused(f"the archive is not a zip: {error}") from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Refused(f"the archive has {len(entries)} entries, more than are read ({MOST_ENTRIES})")
        for entry in entries:
            _check(entry)
        size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        if size > MOST_BYTES or (size > _HARMLESS_BYTES and size > packed * MOST_RATIO):
            raise Refused(f"the archive would unpack to {size / 1e6:.0f} MB out of {packed / 1e6:.1f} MB")

    @property
    def names(self) -> list[str]:
        return [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]

    def read(self, name: str, limit: int) -> Iterator[bytes]:
        """At most `limit` bytes of one file, in chunks. Raises Refused when it is damaged."""
        try:
            with self._zip.open(name) as file:
                while limit > 0 and (chunk := file.read(min(_CHUNK, limit))):
                    limit -= len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Refused(f"{name} in the archive is damaged: {error}") from error


def _check(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise Refused(f"the archive holds a path that leads out of it: {entry.filename[:200]!r}")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(f"the archive holds a symbolic link: {entry.filename[:200]!r}")
    if entry.flag_bits & 1:
        raise Refused("the archive is encrypted")
