"""The rows of a recipe: products of test cases, each with its environments, platforms and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bumps.rules.job_names import platform_of
from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.yaml_lookup import Steps, entries
from bumps.rules.readers.yaml_nodes import Node, parse
from bumps.rules.recipes.model import Row, Scope

MAX_ROWS = 5_000
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Product:
    """One product as it stands: the cases above it, and the rows it makes."""

    case_line: int
    line: int
    last_line: int
    scope_line: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A recipe's products, and what its `spec` says for rows that say nothing; `starts_at` is where they begin."""

    suite: str
    platform: str
    starts_at: int
    products: tuple[Product, ...]
    cases: tuple[tuple[int, tuple[str, ...]], ...]


def layout_of(text: str, path: str) -> Layout:
    """The products of a recipe. Raises Unreadable for bad YAML, and for more than a person would write."""
    steps = Steps()
    documents = parse(text)
    root = documents[0].root if documents else None
    if root is None or root.kind != "mapping":
        return Layout("", "", 0, (), ())
    top = entries(root, steps)
    spec = top.get("spec")
    spec_entries = entries(spec, steps) if spec is not None and spec.kind == "mapping" else {}
    folder, _, name = path.rpartition("/")
    suite = _one(spec_entries.get("model")) or name.removesuffix(".yaml").removesuffix(".yml")
    platform = platform_of(_one(spec_entries.get("platforms"))) or platform_of(folder.rpartition("/")[2])
    listed = top.get("products")
    if listed is None or listed.kind != "list":
        return Layout(suite, platform, 0, (), ())
    reader = _Reader(text, suite, platform, steps)
    for group in listed.children:
        reader.group(group)
    return Layout(suite, platform, listed.line, tuple(reader.products), tuple(reader.cases))


class _Reader:
    def __init__(self, text: str, suite: str, platform: str, steps: Steps) -> None:
        self.text = text
        self.suite = suite
        self.platform = platform
        self.steps = steps
        self.products: list[Product] = []
        self.cases: list[tuple[int, tuple[str, ...]]] = []
        self.count = 0

    def group(self, node: Node) -> None:
        """`- test_case: [...]` with the products below it, or all of it in one mapping."""
        if node.kind != "mapping":
            return
        named = entries(node, self.steps)
        cases = tuple(_texts(named.get("test_case")))
        self.cases.append((node.line, cases))
        below = named.get("products")
        for product in below.children if below is not None and below.kind == "list" else [node]:
            if product.kind == "mapping" and cases:
                self.products.append(self.product(node, product, cases))

    def product(self, group: Node, node: Node, cases: tuple[str, ...]) -> Product:
        named = entries(node, self.steps)
        scopes = tuple(self.scopes(named.get("scope")))
        last = self.last_line(node)
        platforms = [platform_of(name) or name for name in _texts(named.get("platforms"))] or [self.platform]
        rows: list[Row] = []
        for case in cases:
            for environment in _texts(named.get("environment")) or [""]:
                for platform in platforms:
                    self.take(node)
                    cadence = tuple(_texts(named.get("cadence")))
                    suite = _one(named.get("model")) or self.suite
                    rows.append(Row(suite, case, platform, environment, scopes, cadence, node.line, last))
        scope = named.get("scope")
        return Product(group.line, node.line, last, scope.line if scope is not None else node.line, tuple(rows))

    def scopes(self, node: Node | None) -> Iterator[Scope]:
        for item in _items(node):
            end = item.end - (1 if item.style in "'\"" and item.style else 0)
            start = end - len(item.value)
            # Escapes and folded lines: the value is right, the span cannot be told.
            spans = self.text[start:end] == item.value
            yield Scope(item.value[:MAX_NAME], item.line, start if spans else -1, end if spans else -1)

    def last_line(self, node: Node) -> int:
        """The last line that belongs to a product."""
        last = node.line
        for child in node.children:
            self.steps.take()
            last = max(last, child.line, *(item.line for item in child.children[:100]))
        return last

    def take(self, node: Node) -> None:
        self.count += 1
        if self.count > MAX_ROWS:
            raise Unreadable(f"line {node.line}: more than {MAX_ROWS} rows")


def _items(node: Node | None) -> list[Node]:
    """The scalars of a list, or the one that stands in place of a list."""
    if node is None:
        return []
    found = node.children if node.kind == "list" else [node]
    return [item for item in found if item.kind == "scalar" and not item.empty]


def _texts(node: Node | None) -> list[str]:
    for item in (items := _items(node)):
        if len(item.value) > MAX_NAME:
            raise Unreadable(f"line {item.line}: a name is {len(item.value)} characters long, more than {MAX_NAME}")
    return [item.value for item in items]


def _one(node: Node | None) -> str:
    return next(iter(_texts(node)), "")
