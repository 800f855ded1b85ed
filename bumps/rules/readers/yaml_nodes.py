"""YAML as a light tree that knows where each scalar stands.

Built from parser events, not by a loader: nothing is constructed, tags (`!reference`) stay what they are, and
an alias is a second reference to the same node, never a copy, so an alias bomb is as small as its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal

import yaml

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.limits import YAML_ALIASES, YAML_DEPTH, YAML_EVENTS

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOM = "\ufeff"

# A tagged node (`!reference`, `!Sub`) stands for something only its own tool can work out: opaque.
Kind = Literal["scalar", "list", "mapping", "opaque"]


class Node:
    """One node. `end` counts characters of the whole text; a mapping's children alternate key, value."""

    __slots__ = ("children", "end", "entries", "kind", "line", "style", "tag", "value")

    def __init__(self, kind: Kind, event: Any, end: int) -> None:
        tag = event.tag
        own_tag = tag is not None and tag != "!" and not tag.startswith("tag:yaml.org,2002:")
        self.kind: Kind = "opaque" if own_tag else kind
        self.tag: str | None = tag
        self.value: str = getattr(event, "value", "")
        self.style: str = getattr(event, "style", None) or ""
        self.line: int = event.start_mark.line + 1
        self.end = end
        self.children: list[Node] = []
        self.entries: dict[str, Node] | None = None  # filled by yaml_lookup, once

    @property
    def empty(self) -> bool:
        """Whether this is YAML's null, or no text at all."""
        return not self.value or (self.style == "" and self.tag is None and self.value in ("~", "null", "Null", "NULL"))


class Document:
    """One document: its root, and the line of every alias by (id of its parent, index among the children)."""

    __slots__ = ("aliases", "root")

    def __init__(self) -> None:
        self.root: Node | None = None
        self.aliases: dict[tuple[int, int], int] = {}


# The dev and the lts pin of a commit are read from the same text, one after the other.
@lru_cache(maxsize=2)
def parse(text: str) -> tuple[Document, ...]:
    """Every document of the text. Raises Unreadable for bad YAML, with the line, and past the limits."""
    # libyaml does not count a byte order mark, PyYAML's own parser does: take it away from both.
    shift = len(text) - len(text.removeprefix(_BOM))
    try:
        return tuple(_Builder(shift).build(yaml.parse(text[shift:], Loader=_LOADER)))
    except yaml.YAMLError as error:
        raise Unreadable(_reason(text, error)) from error


class _Builder:
    """Puts events together with an explicit stack: depth costs memory, never recursion."""

    def __init__(self, shift: int) -> None:
        self.shift = shift
        self.documents: list[Document] = []
        self.stack: list[Node] = []
        self.anchors: dict[str, Node] = {}
        self.alias_count = 0
        self.handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self.document,
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.SequenceStartEvent: self.sequence,
            yaml.MappingStartEvent: self.mapping,
            yaml.SequenceEndEvent: self.close,
            yaml.MappingEndEvent: self.close,
        }

    def build(self, events: Iterator[Any]) -> list[Document]:
        handlers = self.handlers
        for count, event in enumerate(events):
            if count >= YAML_EVENTS:
                raise Unreadable(f"line {event.start_mark.line + 1}: more than {YAML_EVENTS} YAML nodes")
            if handler := handlers.get(type(event)):
                handler(event)
        return self.documents

    def document(self, _event: Any) -> None:
        self.documents.append(Document())
        self.anchors = {}

    def scalar(self, event: Any) -> None:
        self.add(Node("scalar", event, event.end_mark.index + self.shift), event)

    def sequence(self, event: Any) -> None:
        self.open(Node("list", event, 0), event)

    def mapping(self, event: Any) -> None:
        self.open(Node("mapping", event, 0), event)

    def open(self, node: Node, event: Any) -> None:
        self.add(node, event)
        self.stack.append(node)
        if len(self.stack) > YAML_DEPTH:
            raise Unreadable(f"line {node.line}: YAML nested deeper than {YAML_DEPTH} levels")

    def close(self, _event: Any) -> None:
        self.stack.pop()

    def alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self.alias_count += 1
        if self.alias_count > YAML_ALIASES:
            raise Unreadable(f"line {line}: more than {YAML_ALIASES} YAML aliases")
        if event.anchor not in self.anchors:
            raise Unreadable(f"line {line}: not valid YAML: *{event.anchor} has no anchor above it")
        if self.stack:
            parent = self.stack[-1]
            self.documents[-1].aliases[id(parent), len(parent.children)] = line
        self.attach(self.anchors[event.anchor])

    def add(self, node: Node, event: Any) -> None:
        if event.anchor:
            self.anchors[event.anchor] = node
        self.attach(node)

    def attach(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.documents[-1].root = node


def _reason(text: str, error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: not valid YAML: {error.problem}"
    character = getattr(error, "character", None)
    if isinstance(character, int) and chr(character) in text:
        line = text.count("\n", 0, text.index(chr(character))) + 1
        return f"line {line}: not valid YAML: the control character U+{character:04X}"
    return f"not valid YAML: {str(error).splitlines()[0]}"
