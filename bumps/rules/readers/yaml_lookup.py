"""Following merge keys and paths through a YAML tree, in a bounded number of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.limits import YAML_STEPS
from bumps.rules.readers.yaml_nodes import Document, Node

Edge = tuple[int, str | int]  # (id of the parent, key or index): one use of the child


class Steps:
    """How much work one reading may take: shared anchors make few bytes many places."""

    def __init__(self) -> None:
        self.left = YAML_STEPS

    def take(self, count: int = 1) -> None:
        """Raises Unreadable when there are none left."""
        self.left -= count
        if self.left < 0:
            raise Unreadable(f"following its anchors takes more than {YAML_STEPS} steps")


class Found(NamedTuple):
    """A node a path leads to: what the wildcards stood for, and the way there."""

    names: tuple[str, ...]
    trail: tuple[Edge, ...]
    node: Node


def entries(node: Node, steps: Steps) -> dict[str, Node]:
    """A mapping as CI sees it: the last of equal keys, then what `<<` adds. Raises Unreadable past the limit."""
    if node.entries is not None:
        return node.entries
    found: dict[str, Node] = {}
    seen: set[int] = set()
    todo = [node]
    while todo:
        mapping = todo.pop()
        # Once is enough: what comes first wins, so a second visit could add nothing.
        if id(mapping) in seen:
            continue
        seen.add(id(mapping))
        steps.take(1 + len(mapping.children))
        own, merged = _own(mapping)
        for name, child in own.items():
            found.setdefault(name, child)
        todo += reversed(merged)
    node.entries = found
    return found


def _own(mapping: Node) -> tuple[dict[str, Node], list[Node]]:
    """The keys that stand in the mapping itself, and the mappings it merges, first wins."""
    own: dict[str, Node] = {}
    merged: list[Node] = []
    children = iter(mapping.children)
    for key, child in zip(children, children, strict=True):
        if key.kind != "scalar":
            continue
        if key.value == "<<" and key.style == "":
            sources = child.children if child.kind == "list" else [child]
            merged += [source for source in sources if source.kind == "mapping"]
        else:
            own[key.value] = child
    return own, merged


def walk(documents: Iterable[Document], path: Iterable[str | None], steps: Steps) -> list[Found]:
    """Every node at `path`, None standing for any key or item. Raises Unreadable past the limit."""
    found = [Found((), (), document.root) for document in documents if document.root]
    for segment in path:
        found = [below for each in found for below in _below(each, segment, steps)]
    return found


def _below(found: Found, segment: str | None, steps: Steps) -> Iterator[Found]:
    for label, child in _children(found.node, segment, steps):
        steps.take()
        names = (*found.names, str(label)) if segment is None else found.names
        yield Found(names, (*found.trail, (id(found.node), label)), child)


def _children(node: Node, segment: str | None, steps: Steps) -> Iterable[tuple[str | int, Node]]:
    if node.kind == "mapping":
        named = entries(node, steps)
        if segment is None:
            return named.items()
        return [(segment, named[segment])] if segment in named else []
    if node.kind != "list":
        return []
    if segment is None:
        return enumerate(node.children)
    index = int(segment) if segment.isascii() and segment.isdigit() and len(segment) < 9 else len(node.children)
    return [(index, node.children[index])] if index < len(node.children) else []
