"""A value in the rows of a CI matrix, like GitLab's `parallel: matrix:`, picked by the row's other keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from bumps.rules.readers.errors import Unreadable, Unwritable
from bumps.rules.readers.places import disagreement
from bumps.rules.readers.yaml_lookup import Found, Steps, entries, walk
from bumps.rules.readers.yaml_nodes import Node, parse
from bumps.rules.readers.yaml_path_syntax import parse_path
from bumps.rules.readers.yaml_scalars import rewrite
from bumps.rules.readers.yaml_sharing import refuse_shared


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`where`: what a row must hold. `key`: the pin. `row`: the key that tells rows apart. `path`: their list."""

    where: dict[str, str]
    key: str
    row: str | None = None
    path: str = "*.parallel.matrix"

    def __post_init__(self) -> None:
        parse_path(self.path)


class _Item(NamedTuple):
    names: list[str]
    pin: Found
    line: int
    beside: str  # the `where` key whose list holds other values too, "" if none: such an item is not ours alone


def read(text: str, selector: Selector) -> dict[str, str]:
    """{row: value}. Raises Unreadable for bad YAML, a row without the key, rows that disagree."""
    return _rows(_find(text, selector))


def write(text: str, selector: Selector, value: str) -> str:
    """Every row set to `value`. Raises Unreadable as `read` does, Unwritable where others share it."""
    items = _find(text, selector)
    _rows(items)
    for item in items:
        if item.beside:
            raise Unwritable(f"line {item.line}: the row stands for other values of {item.beside} too")
    pins = [item.pin for item in items]
    refuse_shared(parse(text), pins)
    return rewrite(text, [pin.node for pin in pins], value)


def _find(text: str, selector: Selector) -> list[_Item]:
    steps = Steps()
    lists = walk(parse(text), parse_path(selector.path), steps)
    return [item for found in lists for item in _items(found, selector, steps)]


def _items(matrix: Found, selector: Selector, steps: Steps) -> Iterator[_Item]:
    if matrix.node.kind != "list":
        return
    for index, node in enumerate(matrix.node.children):
        steps.take()
        if node.kind != "mapping":
            continue
        keys = entries(node, steps)
        held = {key: _scalars(keys.get(key)) for key in selector.where}
        if any(wanted not in held[key] for key, wanted in selector.where.items()):
            continue
        names = _names(keys, selector.row, steps)
        pin, trail = _pin(keys, selector.key, names, node)
        way = (*matrix.trail, (id(matrix.node), index), (id(node), selector.key), *trail)
        beside = next((key for key, values in held.items() if set(values) != {selector.where[key]}), "")
        yield _Item(names, Found((), way, pin), node.line, beside)


def _names(keys: dict[str, Node], row: str | None, steps: Steps) -> list[str]:
    if row is None or row not in keys:
        return [""]
    names = _scalars(keys[row])
    if not names:
        raise Unreadable(f"line {keys[row].line}: {row} holds no plain value to name the row by")
    steps.take(len(names))
    return names


def _pin(keys: dict[str, Node], key: str, names: list[str], item: Node) -> tuple[Node, tuple[tuple[int, int], ...]]:
    """The scalar that holds the value, and the last step to it where GitLab's short list stands for it."""
    what = f"row {', '.join(names)}" if any(names) else "the row"
    if key not in keys:
        raise Unreadable(f"line {item.line}: {what} has no {key}")
    node = keys[key]
    alone = node.kind == "list" and len(node.children) == 1
    scalar = node.children[0] if alone else node
    if scalar.kind == "list":
        raise Unreadable(f"line {node.line}: {what} holds {len(node.children)} values of {key}, expected one")
    if scalar.kind != "scalar" or scalar.empty:
        held = "an empty" if scalar.kind == "scalar" else f"a {scalar.tag or scalar.kind} as"
        raise Unreadable(f"line {node.line}: {what} has {held} {key}, expected a value")
    return scalar, ((id(node), 0),) if alone else ()


def _scalars(node: Node | None) -> list[str]:
    """The values a matrix key holds: its own, or those of its list."""
    if node is None:
        return []
    nodes = node.children if node.kind == "list" else [node]
    return [each.value for each in nodes if each.kind == "scalar"]


def _rows(items: list[_Item]) -> dict[str, str]:
    first: dict[str, Node] = {}
    for item in items:
        for name in item.names:
            known, node = first.setdefault(name, item.pin.node), item.pin.node
            if known.value != node.value:
                lines = f"lines {known.line} and {node.line}"
                raise Unreadable(disagreement(name, known.value, node.value, lines))
    return {name: node.value for name, node in first.items()}
