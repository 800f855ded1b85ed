from __future__ import annotations

import time

import pytest

from bumps.rules.readers import Unreadable, parse_selector
from tests.rules.readers.samples import LINE_ENDS, NEW, OLD, fixture, read, write

PATTERN = r"^(?P<row>\w+) = (?P<value>\S+)$"


def test_an_unnamed_group_is_the_value() -> None:
    assert read("regex", f"docker run {OLD} bash", pattern=r"docker run (\S+)") == {"": OLD}


def test_named_groups_are_rows_and_values() -> None:
    assert read("regex", f"dev = {OLD}\nlts = x\n", pattern=PATTERN) == {"dev": OLD, "lts": "x"}


def test_no_match_is_no_pin() -> None:
    assert read("regex", "nothing", pattern=PATTERN) == {}


def test_an_optional_group_that_took_no_part_is_no_pin() -> None:
    assert read("regex", "base\n", pattern=r"base(?: (\S+))?") == {}


def test_offsets_hold_beside_characters_of_every_width() -> None:
    text = f"é = {OLD}\n😀日本 ü\nb = {OLD}\n\N{SNOWMAN}\n"
    pattern = r"^(?P<row>\pL+) = (?P<value>\S+)$"
    assert read("regex", text, pattern=pattern) == {"é": OLD, "b": OLD}
    assert write("regex", text, pattern=pattern) == text.replace(OLD, NEW)


@pytest.mark.parametrize("group", [r"(\S+)", "(.+)"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_of_either_kind_stay_outside_the_value(group: str, line_end: str) -> None:
    text = f"é{line_end}{line_end}a: {OLD}{line_end}b: c{line_end}a: {OLD}"
    assert read("regex", text, pattern=f"^a: {group}$") == {"": OLD}
    assert write("regex", text, pattern=f"^a: {group}$") == text.replace(OLD, NEW)


def test_every_match_is_written() -> None:
    assert write("regex", f"{OLD} {OLD}\n{OLD}", pattern=r"(nvcr\S+)") == f"{NEW} {NEW}\n{NEW}"


def test_rows_that_disagree_are_unreadable_and_their_lines_named() -> None:
    with pytest.raises(Unreadable, match=r"^2 rows for a disagree: 1 and 2 \(lines 1 and 3\)$"):
        read("regex", "a = 1\nb = 1\na = 2\n", pattern=PATTERN)


def test_more_matches_than_a_page_could_show_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="more than 1000 times"):
        read("regex", "x" * 2000, pattern="(x)")


def test_a_pattern_that_would_hang_a_backtracking_engine_takes_no_time() -> None:
    started = time.perf_counter()
    assert read("regex", "a" * 100_000, pattern=r"^((?:a+)+)b$") == {}
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", "missing \\)"),
        ("(?=a)(b)", "invalid perl operator"),
        ("a", "needs one group"),
        ("(a)(b)", "needs one group"),
        ("(?P<name>a)", "needs one group"),
        ("(?P<value>a)(b)", "needs one group"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^reader regex: bad pattern: .*{why}.*options: pattern"):
        parse_selector("regex", {"pattern": pattern})


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_the_full_size_file_keeps_every_other_byte(line_end: bytes) -> None:
    data = fixture("build_stage.yml", line_end)
    pattern = r"""^ *(?P<row>name): ['"](?P<value>nvcr\.io/nvidia/pytorch:[^'"]+)['"]"""
    assert read("regex", data, pattern=pattern) == {"name": OLD}
    written = write("regex", data, pattern=pattern)
    for quote in "\"'":
        data = data.replace(f"name: {quote}{OLD}".encode(), f"name: {quote}{NEW}".encode())
    assert written.encode() == data
