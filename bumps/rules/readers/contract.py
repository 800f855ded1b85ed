"""The shape every reader module has."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec


class Reader(Protocol):
    """A module: what may be configured, how to read, how to write."""

    @property
    def Selector(self) -> type[msgspec.Struct]:  # noqa: N802 the modules hold a class of that name
        """The options of this reader in bumpboard.toml."""

    def read(self, text: str, selector: Any, /) -> dict[str, str]:
        """{row: value}. Raises Unreadable."""

    def write(self, text: str, selector: Any, value: str, /) -> str:
        """The same text, every row set to `value`. Raises Unreadable or Unwritable."""
