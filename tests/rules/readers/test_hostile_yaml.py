"""Files made to hurt: each must be answered at once, with a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from bumps.rules.readers import Unreadable, Unwritable
from tests.rules.readers.samples import fixture, read, write

READINGS: list[tuple[str, dict[str, Any]]] = [
    ("yaml_path", {"path": "*.*.*.*.*.*.*.*.*.*"}),
    ("yaml_path", {"path": "job.image"}),
    ("yaml_matrix", {"where": {"IMAGE": "DEV"}, "key": "BASE", "row": "PLATFORM"}),
]


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < 10


def bomb(item: str) -> str:
    """Twenty anchors of nine aliases each: nine to the twentieth scalars, were they copied."""
    levels = [f"l{level}: &l{level} {item % ', '.join([f'*l{level - 1}'] * 9)}" for level in range(1, 21)]
    return "\n".join(["l0: &l0 {IMAGE: DEV, BASE: x}", *levels])


def refused(reader: str, options: dict[str, Any], text: str | bytes) -> str:
    with pytest.raises(Unreadable) as reason:
        read(reader, text, **options)
    with pytest.raises(Unreadable):
        write(reader, text, "x", **options)
    assert "\n" not in str(reason.value)
    return str(reason.value)


@pytest.mark.parametrize("item", ["[%s]", "{<<: [%s]}"])
def test_an_alias_bomb_is_as_small_as_its_text(item: str) -> None:
    assert read("yaml_path", bomb(item), path="job.image") == {}
    assert read("yaml_matrix", bomb(item), where={"IMAGE": "DEV"}, key="BASE") == {}


def test_walking_through_an_alias_bomb_is_given_up() -> None:
    assert refused("yaml_path", {"path": "*.*.*.*.*.*.*.*.*.*"}, bomb("[%s]")) == (
        "following its anchors takes more than 200000 steps"
    )


def test_a_matrix_that_is_an_alias_bomb_is_written_or_refused_at_once() -> None:
    text = bomb("{<<: [%s]}") + "\njob: {parallel: {matrix: [*l20]}}"
    assert read("yaml_matrix", text, where={"IMAGE": "DEV"}, key="BASE") == {"": "x"}
    with pytest.raises(Unwritable, match="shares the value"):
        write("yaml_matrix", text, "y", where={"IMAGE": "DEV"}, key="BASE")


def test_an_anchor_that_holds_itself_is_followed_once_and_not_written() -> None:
    text = "job: &j\n  <<: *j\n  parallel: &p\n    matrix: &m [*m, *j, *p, {<<: *j, IMAGE: DEV, BASE: x}]\n"
    assert read("yaml_matrix", text, where={"IMAGE": "DEV"}, key="BASE") == {"": "x"}
    with pytest.raises(Unwritable, match=r"^line 4 shares the value"):
        write("yaml_matrix", text, "y", where={"IMAGE": "DEV"}, key="BASE")


@pytest.mark.parametrize(("reader", "options"), READINGS)
@pytest.mark.parametrize("level", ["[", "{a: ", "- ", "? ", "[[{a: ["])
def test_deep_nesting_is_refused_at_the_limit(reader: str, options: dict[str, Any], level: str) -> None:
    assert refused(reader, options, level * 100_000) == "line 1: YAML nested deeper than 64 levels"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b\n" * 200_000, "line 99999: more than 200000 YAML nodes"),
        ("a: &a 1\nb: [" + "*a," * 1001 + "]", "line 2: more than 1000 YAML aliases"),
        ("a: 1\nb: *c", "line 2: not valid YAML: *c has no anchor above it"),
        ("a: &a 1\n---\nb: *a", "line 3: not valid YAML: *a has no anchor above it"),
        ("a: 1\nb:\n\tc: d", "line 3: not valid YAML: found character that cannot start any token"),
        ("a: 1\nb: c: d", "line 2: not valid YAML: mapping values are not allowed in this context"),
        ("a: 1\nb: [x, y\n", "line 3: not valid YAML: did not find expected ',' or ']'"),
        ("é: 1\nb: 'x", "line 2: not valid YAML: found unexpected end of stream"),
        ("ü: 1\nb: \0", "line 2: not valid YAML: the control character U+0000"),
        ("\ufeffa: 1\n\n\x01", "line 3: not valid YAML: the control character U+0001"),
        ("%YAML 9.0\n---\na: 1", "line 1: not valid YAML: found incompatible YAML document"),
    ],
)
@pytest.mark.parametrize(("reader", "options"), READINGS)
def test_what_cannot_be_read_is_refused_with_the_line(
    reader: str, options: dict[str, Any], text: str, reason: str
) -> None:
    assert refused(reader, options, text) == reason


@pytest.mark.parametrize("cut", range(1, 8_000, 397))
def test_a_truncated_file_is_read_or_refused_never_an_error(cut: int) -> None:
    data = fixture("build_stage.yml", b"\n")[:cut]
    for reader, options in READINGS:
        try:
            read(reader, data, **options)
        except Unreadable as reason:
            assert str(reason)  # noqa: PT017 either outcome is right


def test_complex_keys_and_empty_documents_are_passed_by() -> None:
    assert read("yaml_path", "--- \n...\n---\n? [a, b]\n: c\n? {d: e}\n: f\njob: {image: x}\n", path="job.image") == {
        "": "x"
    }
