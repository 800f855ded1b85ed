from __future__ import annotations

import pytest

from bumps.rules.readers import Unreadable, Unwritable
from bumps.rules.readers.dockerfile import declares
from tests.rules.readers.samples import IMAGE, LINE_ENDS, NEW, OLD, fixture, read, write


def docker(text: str) -> dict[str, str]:
    return read("dockerfile", text, arg="BASE", image=IMAGE)


@pytest.mark.parametrize(
    "line",
    [
        f"ARG BASE={OLD}",
        f"arg BASE={OLD}",
        f'ARG BASE="{OLD}"',
        f"ARG BASE='{OLD}'",
        f"  ARG\tBASE={OLD}   ",
        f"ARG A=1 BASE={OLD} C=2",
        f'ARG A="x y" \\\n    # why\n\n    BASE={OLD} \\\n    C',
        f"# escape=`\nARG A=C:\\ `\n  BASE={OLD}",
        f"\ufeff# syntax=docker/dockerfile:1\n# ESCAPE = `\nARG A=1 `\n BASE={OLD}",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_default_of_the_argument_is_the_pin(line: str, line_end: str) -> None:
    text = f"{line}\nFROM $BASE\n".replace("\n", line_end)
    assert docker(text) == {"": OLD}
    assert write("dockerfile", text, arg="BASE", image=IMAGE) == text.replace(OLD, NEW)


@pytest.mark.parametrize(
    "line",
    [
        f"FROM {OLD}",
        f"from {OLD} as main",
        f"FROM --platform=linux/amd64 {OLD} AS main",
        f"FROM \\\n  {OLD}",
        f"ARG BASE\nFROM {OLD}",
        f"ARG BASE=\nFROM {OLD}",
        f'ARG BASE=""\nFROM {OLD}\nFROM main',
        f"FROM {OLD} AS a\nFROM python:3.10 AS b\nFROM {OLD} AS c",
    ],
)
def test_where_the_argument_has_no_default_the_tracked_image_of_from_is_the_pin(line: str) -> None:
    assert docker(line) == {"": OLD}
    assert write("dockerfile", line, arg="BASE", image=IMAGE) == line.replace(OLD, NEW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FROM python:3.10",
        f"FROM {IMAGE}-extra:1",
        f"FROM {IMAGE}:$TAG",
        "ARG BASE=python:3.10\nFROM $BASE",
        f"ARG BASE=python:3.10\nFROM {OLD}",
        f"# ARG BASE={OLD}",
        f"ENV BASE={OLD}",
        f"RUN echo \\\nFROM {OLD}",
        f"RUN cat <<EOF > /x && \\\n  true\nFROM {OLD}\nEOF",
        f"COPY <<-'A' <<B /x\nFROM {OLD}\n\tA\nFROM {OLD}\nB\nRUN <<C\nFROM {OLD}\nC",
    ],
)
def test_a_file_that_does_not_name_the_image_has_no_pin(text: str) -> None:
    assert docker(text) == {}


def test_without_an_image_asked_for_any_default_is_the_pin_and_from_is_not_looked_at() -> None:
    assert read("dockerfile", "ARG X=python:3\nFROM a:1", arg="X") == {"": "python:3"}
    assert read("dockerfile", "FROM a:1", arg="X") == {}


def test_the_argument_above_the_first_from_wins_over_one_inside_a_stage() -> None:
    assert docker(f"FROM python:3\nARG BASE={NEW}\nFROM $BASE") == {"": NEW}
    assert docker(f"ARG BASE={OLD}\nFROM $BASE\nARG BASE={NEW}") == {"": OLD}


@pytest.mark.parametrize("value", [f"{IMAGE}:${{TAG}}", "$OTHER", 'a"b"c', "a\\ b", "a\\\nb", '"a$B"', '"open'])
def test_a_default_that_is_not_literal_is_unreadable(value: str) -> None:
    with pytest.raises(Unreadable, match=r"^line 2: the default of BASE is not literal"):
        docker(f"# one\nARG BASE={value}\nFROM $BASE")


def test_from_lines_that_disagree_are_unreadable() -> None:
    with pytest.raises(Unreadable, match=rf"^2 values disagree: {OLD} and {NEW} \(lines 1 and 3\)$"):
        docker(f"FROM {OLD}\nRUN true\nFROM {NEW}")


def test_a_heredoc_that_never_ends_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="line 2: the heredoc EOF is never closed"):
        docker(f"FROM {OLD}\nRUN <<EOF\ntrue\n")


@pytest.mark.parametrize("value", ["a$b", "a\\b"])
def test_a_value_the_file_would_read_otherwise_is_unwritable(value: str) -> None:
    with pytest.raises(Unwritable, match="does not fit there"):
        write("dockerfile", "ARG BASE=x", value, arg="BASE")


def test_an_argument_counts_as_declared_in_any_stage_with_or_without_a_default() -> None:
    text = "ARG A=1 B\nFROM x\nARG C\nRUN <<E\nARG D\nE\n# ARG F\nENV G=1"
    assert [name for name in "ABCDEFG" if declares(text, name)] == ["A", "B", "C"]


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_the_full_size_file_keeps_every_other_byte(line_end: bytes) -> None:
    data = fixture("Dockerfile.ci", line_end)
    assert read("dockerfile", data, arg="FROM_IMAGE_NAME", image=IMAGE) == {"": OLD}
    assert data.count(OLD.encode()) == 1
    written = write("dockerfile", data, arg="FROM_IMAGE_NAME", image=IMAGE)
    assert written.encode() == data.replace(OLD.encode(), NEW.encode())


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_the_full_size_file_declares_what_its_instructions_declare(line_end: bytes) -> None:
    text = fixture("Dockerfile.ci", line_end).decode()
    names = ["FROM_IMAGE_NAME", "UTILITY_IMAGE", "NEMO_IMAGE", "WITH_DOCS", "NCCL_VERSION", "UV_VERSION", "BASE_IMAGE"]
    assert [name for name in names if declares(text, name)] == names[:5]
