"""What may stand as a pin's value: text fit for a table cell, a commit message and a shell-free diff."""

from __future__ import annotations

from bumps.rules.readers.errors import Unreadable, Unwritable
from bumps.rules.readers.limits import MAX_ROW, MAX_ROWS, MAX_VALUE

_QUOTES = frozenset("\"'`")


def is_of_image(value: str, image: str | None) -> bool:
    """Whether `value` names that repository, with or without tag or digest; any value does where none is asked."""
    return image is None or value == image or value.startswith((f"{image}:", f"{image}@"))


def check_readable(rows: dict[str, str]) -> None:
    """Raises Unreadable for rows or values no page could show honestly."""
    if len(rows) > MAX_ROWS:
        raise Unreadable(f"{len(rows)} rows, more than the {MAX_ROWS} a pin may have")
    for row, value in rows.items():
        if not value:
            raise Unreadable(f"the value{_of(row)} is empty")
        for what, text, most in (("name of a row", row, MAX_ROW), (f"value{_of(row)}", value, MAX_VALUE)):
            if len(text) > most:
                raise Unreadable(f"the {what[:80]} is {len(text)} characters long, more than {most}")
            if hidden := _hidden(text):
                raise Unreadable(f"the {what if text is value else 'name of a row'} holds {hidden}")


def check_writable(value: str) -> None:
    """Raises Unwritable unless `value` could be an image, a tag or a commit."""
    if not value:
        raise Unwritable("the new value is empty")
    if len(value) > MAX_VALUE:
        raise Unwritable(f"the new value is {len(value)} characters long, more than {MAX_VALUE}")
    if any(character.isspace() for character in value):
        raise Unwritable("the new value holds white space")
    if hidden := _hidden(value):
        raise Unwritable(f"the new value holds {hidden}")
    if quotes := _QUOTES & set(value):
        raise Unwritable(f"the new value holds a quote: {min(quotes)}")


def _of(row: str) -> str:
    return f" of {row}" if row and row.isprintable() else ""


def _hidden(text: str) -> str:
    """Names the first character that would not show, direction marks among them; "" when all of them do."""
    hidden = next((character for character in text if not character.isprintable()), "")
    return f"a character that does not show, U+{ord(hidden):04X}" if hidden else ""
