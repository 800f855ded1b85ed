"""A filter as a select: the same on every page that has some."""

from __future__ import annotations

from dataclasses import dataclass

ANY = ("", "any")


@dataclass(frozen=True, slots=True)
class Picker:
    """Its name in the address, its label, its choices as (value, words), and what is chosen."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def is_set(self) -> bool:
        """Whether it hides anything."""
        return bool(self.chosen) and not self.choices[0][0]
