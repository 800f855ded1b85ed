from __future__ import annotations

import re

import pytest

from bumps.rules.readers import Unreadable, Unwritable, parse_selector
from tests.rules.readers.samples import IMAGE, LINE_ENDS, NEW, OLD, fixture, read, write

WORKFLOW = f"""\
on: [push]
jobs:
  pip:
    container: {{image: {OLD}}}
  "uv":
    container:
      image: '{OLD}' # quoted
      options: --gpus all
  lint:
    container: {{image: python:3.10}}
  docs: {{runs-on: ubuntu-latest}}
"""
CONTAINERS = "jobs.*.container.image"


def test_a_wildcard_names_the_rows() -> None:
    assert read("yaml_path", WORKFLOW, path=CONTAINERS) == {"pip": OLD, "uv": OLD, "lint": "python:3.10"}


def test_only_values_of_the_image_are_rows_when_one_is_asked_for() -> None:
    assert read("yaml_path", WORKFLOW, path=CONTAINERS, image=IMAGE) == {"pip": OLD, "uv": OLD}
    assert write("yaml_path", WORKFLOW, path=CONTAINERS, image=IMAGE) == WORKFLOW.replace(OLD, NEW)


@pytest.mark.parametrize("value", [f"{IMAGE}-extra:1", f"{IMAGE}er", "nvcr.io/nvidia", "x"])
def test_an_image_that_only_begins_alike_is_another_image(value: str) -> None:
    assert read("yaml_path", f"a: {value}", path="a", image=IMAGE) == {}


@pytest.mark.parametrize("value", [IMAGE, f"{IMAGE}:1", f"{IMAGE}@sha256:ab"])
def test_the_image_counts_with_and_without_tag_or_digest(value: str) -> None:
    assert read("yaml_path", f"a: {value}", path="a", image=IMAGE) == {"": value}


def test_several_wildcards_are_joined_and_list_items_named_by_index() -> None:
    text = "a:\n  x: [{v: 1}, {v: 2}]\n  y: [{w: 3}, {v: 4}]\n"
    assert read("yaml_path", text, path="a.*.*.v") == {"x/0": "1", "x/1": "2", "y/1": "4"}
    assert read("yaml_path", text, path="a.x.1.v") == {"": "2"}


@pytest.mark.parametrize("path", ["b", "a.b.c", "a.9", "a.b.*", "*.*.*", 'x."*"'])
def test_a_path_that_leads_nowhere_is_no_pin(path: str) -> None:
    assert read("yaml_path", "a: {b: 1}\nx: [y]", path=path) == {}


def test_a_key_with_a_dot_is_quoted() -> None:
    assert read("yaml_path", '"a.b": {"*": 1, c: 2}', path='"a.b"."*"') == {"": "1"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: {b: {c: 1}}", "a.b is a mapping"),
        ("a: {b: [1]}", "a.b is a list"),
        ("a: {b: }", "a.b is empty"),
        ("a: {b: !Sub x}", "a.b is !Sub"),
    ],
)
def test_a_path_that_ends_at_no_value_is_unreadable(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=f"^line 1: {re.escape(why)}, expected a value$"):
        read("yaml_path", text, path="a.b")
    assert read("yaml_path", text, path="*.b") == {}


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", '"a', 'a"b"', '""'])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"^reader yaml_path: bad path .* at character"):
        parse_selector("yaml_path", {"path": path})


def test_documents_that_disagree_are_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"^2 values disagree: 1 and 2 \(lines 1 and 3\)$"):
        read("yaml_path", "a: 1\n---\na: 2\n", path="a")


@pytest.mark.parametrize(
    "value", ["{}", "'{}'", '"{}"', "!!str {}", "&x {}", "&x '{}' # c", '&x !!str  "{}"', "  {}   # c", "\n    {}\n"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_quotes_properties_and_comments_stay(value: str, line_end: str) -> None:
    text = f"\ufeff# ü 😀\nz: 'é'\na: {value}\nb: ~\n".replace("\n", line_end)
    assert write("yaml_path", text.format(OLD), path="a") == text.format(NEW)


@pytest.mark.parametrize("text", ["a: |\n  {}\n", "a: >-\n  {}\n"])
def test_a_block_scalar_is_unwritable(text: str) -> None:
    with pytest.raises(Unwritable, match=r"line 1: the value is a block scalar"):
        write("yaml_path", text.format("x").replace("|\n", "|-\n"), path="a")


@pytest.mark.parametrize("text", ['a: "\\x78"', "a: 'it''s'", 'a: "x\\\n  y"', "a: x\n  y"])
def test_a_value_written_with_escapes_or_over_lines_is_unwritable(text: str) -> None:
    with pytest.raises(Unwritable, match="line 1: the value is written with escapes or over several lines"):
        write("yaml_path", text, path="a")


@pytest.mark.parametrize(
    "value",
    ["25.10", "1", "true", "no", "2026-07-01", "~", "null", "1e3", "0o17", "0x1f", "1_000", ".inf", "12:30", "="],
)
def test_a_value_that_would_change_its_type_is_unwritable_without_quotes(value: str) -> None:
    with pytest.raises(Unwritable, match="would not be read as text there, the value needs quotes"):
        write("yaml_path", "a: x", value, path="a")
    assert write("yaml_path", "a: 'x'", value, path="a") == f"a: '{value}'"
    assert write("yaml_path", "a: !!str x", value, path="a") == f"a: !!str {value}"


@pytest.mark.parametrize("value", ["a,b", "{a", "[a]", "#a", "*a", "&a", "!a", "a:", "|", "%a", "@a", "-", "?", "a]b"])
def test_a_value_the_file_would_read_otherwise_is_unwritable(value: str) -> None:
    with pytest.raises(Unwritable, match=r"does not fit there|needs quotes"):
        write("yaml_path", "a: {b: [x, y]}", value, path="a.b.0")


def test_a_backslash_in_double_quotes_is_unwritable() -> None:
    with pytest.raises(Unwritable, match="does not fit there"):
        write("yaml_path", 'a: "x"', "y\\z", path="a")


def test_a_value_others_share_is_unwritable() -> None:
    text = "jobs:\n  a: {image: &i x}\n  b: {image: *i}\n"
    with pytest.raises(Unwritable, match=r"^line 3 shares the value"):
        write("yaml_path", text, path="jobs.a.image")
    assert write("yaml_path", text, "y", path="jobs.*.image") == text.replace("x", "y")


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_the_full_size_file_keeps_every_other_byte(line_end: bytes) -> None:
    data = fixture("build_stage.yml", line_end)
    rows = read("yaml_path", data, path="*.image.name", image=IMAGE)
    assert rows == {"prepare:smoke": OLD, "scan:import-time": OLD}
    written = write("yaml_path", data, path="*.image.name", image=IMAGE)
    for quote in "\"'":
        data = data.replace(f"name: {quote}{OLD}".encode(), f"name: {quote}{NEW}".encode())
    assert written.encode() == data
