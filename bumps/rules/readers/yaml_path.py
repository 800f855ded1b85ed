"""A value at a path of a YAML file, like `jobs.*.container.image` of a GitHub workflow."""

from __future__ import annotations

import msgspec

from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.places import disagreement
from bumps.rules.readers.values import is_of_image
from bumps.rules.readers.yaml_lookup import Found, Steps, walk
from bumps.rules.readers.yaml_nodes import parse
from bumps.rules.readers.yaml_path_syntax import parse_path
from bumps.rules.readers.yaml_scalars import rewrite
from bumps.rules.readers.yaml_sharing import refuse_shared


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`path`: keys joined by dots, `*` for any, which names the row. `image`: only values of that repository."""

    path: str
    image: str | None = None

    def __post_init__(self) -> None:
        parse_path(self.path)


def read(text: str, selector: Selector) -> dict[str, str]:
    """{row: value}. Raises Unreadable for bad YAML, a path that ends at no scalar, rows that disagree."""
    return _rows(_find(text, selector))


def write(text: str, selector: Selector, value: str) -> str:
    """Every row set to `value`. Raises Unreadable as `read` does, Unwritable where others share it."""
    found = _find(text, selector)
    _rows(found)
    refuse_shared(parse(text), found)
    return rewrite(text, [each.node for each in found], value)


def _find(text: str, selector: Selector) -> list[Found]:
    path = parse_path(selector.path)
    found = []
    for each in walk(parse(text), path, Steps()):
        if each.node.kind == "scalar" and not each.node.empty:
            if is_of_image(each.node.value, selector.image):
                found.append(each)
        elif None not in path:
            # Where the path names one place, a surprise there is news; a wildcard only looks for what fits.
            what = "empty" if each.node.kind == "scalar" else each.node.tag or f"a {each.node.kind}"
            raise Unreadable(f"line {each.node.line}: {selector.path} is {what}, expected a value")
    return found


def _rows(found: list[Found]) -> dict[str, str]:
    first: dict[str, Found] = {}
    for each in found:
        row = "/".join(each.names)
        known = first.setdefault(row, each)
        if known.node.value != each.node.value:
            lines = f"lines {known.node.line} and {each.node.line}"
            raise Unreadable(disagreement(row, known.node.value, each.node.value, lines))
    return {row: each.node.value for row, each in first.items()}
