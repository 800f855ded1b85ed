"""A submodule: git records a commit, no file. Its text is that commit's hex name."""

from __future__ import annotations

import re

import msgspec

from bumps.rules.readers.errors import Unreadable, Unwritable

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")  # SHA-1 or SHA-256


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Nothing to choose: a submodule has one commit."""


def read(text: str, _selector: Selector) -> dict[str, str]:
    """{"": commit}. Raises Unreadable for anything but a full hex commit."""
    if not _COMMIT.fullmatch(text):
        raise Unreadable(f"not a commit: {text[:64]!r}, expected 40 or 64 hex digits")
    return {"": text}


def write(text: str, _selector: Selector, value: str) -> str:
    """The new commit. Raises Unreadable as `read` does, Unwritable when `value` is no full hex commit."""
    read(text, _selector)
    if not _COMMIT.fullmatch(value):
        raise Unwritable(f"not a commit: {value[:64]!r}, expected 40 or 64 hex digits")
    return value
