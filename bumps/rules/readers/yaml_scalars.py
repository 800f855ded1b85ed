"""Changing a scalar where it stands: quotes, comments and indentation stay."""

from __future__ import annotations

import yaml

from bumps.rules.readers.errors import Unwritable
from bumps.rules.readers.places import Place, replaced
from bumps.rules.readers.yaml_nodes import Node

_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_INDICATORS = "-?:,[]{}#&*!|>%@="  # some loaders allow some of them at the front, no two the same


def rewrite(text: str, nodes: list[Node], value: str) -> str:
    """The text with each of these scalars set to `value`. Raises Unwritable where one cannot hold it."""
    return replaced(text, [_place(text, node, value) for node in nodes], value)


def _place(text: str, node: Node, value: str) -> Place:
    if node.style in ("|", ">"):
        raise Unwritable(f"line {node.line}: the value is a block scalar ({node.style})")
    if node.style == "" and node.tag is None and _retyped(value):
        raise Unwritable(f"line {node.line}: {value} would not be read as text there, the value needs quotes")
    # From the end, since a node begins at its anchor or tag. Text that differs from the value holds escapes
    # or line breaks: replacing it would be a guess about how to write the next one.
    end = node.end - len(node.style)
    start = end - len(node.value)
    if text[start:end] != node.value or (node.style and text[start - 1] != node.style):
        raise Unwritable(f"line {node.line}: the value is written with escapes or over several lines")
    return Place("", node.value, start, end)


def _retyped(value: str) -> bool:
    """Whether a YAML loader takes it for a number, a date, a boolean, …: 25.10 would arrive as 25.1."""
    if value[0] in _INDICATORS or any(pattern.match(value) for _, pattern in _RESOLVERS.get(value[0], [])):
        return True
    # YAML 1.2 knows numbers that 1.1, which PyYAML speaks, takes for text.
    for number in (float, lambda digits: int(digits, 0)):
        try:
            number(value)
        except ValueError:
            continue
        return True
    return False
