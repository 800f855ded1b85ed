"""Values out of a vendor's JSON: whatever stands there, what comes out fits its place or is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from bumps.ports import Unreachable

Value = TypeVar("Value")
Json = dict[str, Any]


class Malformed(Exception):
    """It lacks what it cannot be without; the text names the field."""


def text(value: object, limit: int) -> str:
    """A string of at most `limit` characters that any database takes; other kinds and null give the empty one."""
    if not isinstance(value, str):
        return ""
    return value[:limit].replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")


def number(item: Json, name: str) -> int:
    """A whole number that must be there. Raises Malformed."""
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise Malformed(name)
    return value


def count(value: object, default: int = 0) -> int:
    """A whole number that fits a database's integer, or the default."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if fits and isinstance(value, int) else default


def moment(value: object) -> datetime | None:
    """A point in time, in UTC; None for anything that is none."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def sure_moment(item: Json, name: str) -> datetime:
    """A point in time that must be there. Raises Malformed."""
    found = moment(item.get(name))
    if found is None:
        raise Malformed(name)
    return found


def inner(item: Json, name: str) -> Json:
    """An object inside; an empty one where there is none."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def texts(value: object, limit: int, most: int = 100) -> tuple[str, ...]:
    """The strings of a list; of objects in it, their `name`."""
    items = value[:most] if isinstance(value, list) else []
    names = (text(item.get("name") if isinstance(item, dict) else item, limit) for item in items)
    return tuple(name for name in names if name)


def each(items: object, translate: Callable[[Json], Value]) -> list[Value]:
    """The well-formed ones of a list; one bad item must not hide the others."""
    found: list[Value] = []
    for item in items if isinstance(items, Iterable) and not isinstance(items, (str, dict)) else ():
        if isinstance(item, dict):
            try:
                found.append(translate(item))
            except Malformed:
                continue
    return found


def listed(page: object, name: str) -> object:
    """The list that stands under `name` in a page."""
    return page.get(name) if isinstance(page, dict) else None


def sure(host: str, value: object, translate: Callable[[Json], Value]) -> Value:
    """One item that was asked for by its id. Raises Unreachable when it is not what it should be."""
    try:
        if isinstance(value, dict):
            return translate(value)
    except Malformed as error:
        raise Unreachable(f"{host} answered without {error}") from None
    raise Unreachable(f"{host} answered with something else than was asked for")
