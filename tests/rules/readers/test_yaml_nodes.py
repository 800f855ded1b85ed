from __future__ import annotations

import pytest
import yaml

from bumps.rules.readers import yaml_nodes
from bumps.rules.readers.yaml_nodes import Node, parse

TEXTS = [
    "é: ü # ñ\nb: 'x'\n",
    "\ufeffa: b\r\nc: 'd'\r\n",
    '\ufeff# 😀\na: "😀"\nb: [日, 本]\n',
    "a: &x !!str '1'   # ü\nb: {c: d , e: \"f\" }\n--- # ü\ng: h  \n...\n",
    "a: |\n  é\nb: x\u0085c: y\u2028d: z\n",
]


def scalars(text: str) -> list[Node]:
    todo = [document.root for document in parse(text) if document.root]
    found = []
    while todo:
        node = todo.pop()
        todo += node.children
        found += [node] if node.kind == "scalar" and node.style not in ("|", ">") else []
    return found


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, request.param))
    parse.cache_clear()


@pytest.mark.parametrize("text", TEXTS)
def test_a_scalar_s_end_counts_the_characters_of_the_whole_text(text: str) -> None:
    nodes = scalars(text)
    assert nodes
    for node in nodes:
        written = f"{node.style}{node.value}{node.style}"
        assert text[node.end - len(written) : node.end] == written


def test_lines_are_counted_from_one() -> None:
    assert sorted((node.line, node.value) for node in scalars("\r\na: b\r\n# c\r\nd: e")) == [
        (2, "a"),
        (2, "b"),
        (4, "d"),
        (4, "e"),
    ]


def test_an_alias_is_the_node_itself() -> None:
    root = parse("[&a [x], *a, *a]")[0].root
    assert root is not None
    assert root.children[0] is root.children[1] is root.children[2]
