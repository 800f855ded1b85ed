"""What one site says, given what stands at its path. The service and the command line read alike; needs no Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bumps.ports import PortError, TreeEntry
from bumps.rules.history import NOTHING, Reading
from bumps.rules.readers import Unreadable, read_bytes
from bumps.rules.readers.limits import MAX_BYTES

_MOST_REASON = 500


def reading_of(reader: str, selector: Any, entry: TreeEntry | None, blob: Callable[[str, int], bytes]) -> Reading:
    """The values there, none where nothing stands, or the reason why it could not be read."""
    if entry is None:
        return NOTHING
    if reader == "gitlink":
        # A folder in place of a submodule pins nothing.
        return NOTHING if entry.kind != "gitlink" else _read(reader, selector, lambda: entry.oid.encode())
    if entry.kind != "file":
        return Reading({}, "a folder, a link or a submodule stands there, not a file")
    return _read(reader, selector, lambda: blob(entry.oid, MAX_BYTES))


def _read(reader: str, selector: Any, data: Callable[[], bytes]) -> Reading:
    try:
        return Reading(read_bytes(reader, data(), selector))
    except (Unreadable, PortError) as error:
        # Cut here, once: what is stored must equal what is read again.
        return Reading({}, str(error).replace("\x00", "\ufffd")[:_MOST_REASON])
