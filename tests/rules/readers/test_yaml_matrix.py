from __future__ import annotations

import re
from typing import Any

import pytest

from bumps.rules.readers import Unreadable, Unwritable
from tests.rules.readers.samples import LINE_ENDS, NEW, OLD, fixture, read, write

DEV: dict[str, Any] = {"where": {"IMAGE": "DEV"}, "key": "BASE", "row": "PLATFORM"}


def matrix(*rows: str, before: str = "") -> str:
    return before + "job:\n  parallel:\n    matrix:\n" + "".join(f"      - {row}\n" for row in rows)


def flow(image: str, base: str, platform: str = "amd64") -> str:
    return f"{{IMAGE: {image}, BASE: {base}, PLATFORM: {platform}}}"


def test_rows_are_picked_by_their_other_keys_and_named_by_one() -> None:
    text = matrix(flow("DEV", OLD), flow("DEV", OLD, "arm64"), flow("LTS", "x"))
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD, "arm64": OLD}
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_every_condition_must_hold() -> None:
    text = matrix("{IMAGE: DEV, TYPE: a, BASE: x}", "{IMAGE: DEV, TYPE: b, BASE: y}", "{IMAGE: DEV, BASE: z}")
    assert read("yaml_matrix", text, where={"IMAGE": "DEV", "TYPE": "b"}, key="BASE") == {"": "y"}


@pytest.mark.parametrize(
    "text", ["", "# nothing", "a: 1", "job: {parallel: 5}", "- a", matrix("{IMAGE: LTS, BASE: x}")]
)
def test_no_such_row_is_no_pin(text: str) -> None:
    assert read("yaml_matrix", text, **DEV) == {}
    with pytest.raises(Unwritable, match="no pin here"):
        write("yaml_matrix", text, **DEV)


def test_rows_without_the_naming_key_have_no_name() -> None:
    assert read("yaml_matrix", matrix(f"{{IMAGE: DEV, BASE: {OLD}}}"), **DEV) == {"": OLD}


def test_lists_stand_for_several_rows_that_share_one_value() -> None:
    text = matrix(f"{{IMAGE: [DEV], BASE: ['{OLD}'], PLATFORM: [amd64, arm64]}}")
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD, "arm64": OLD}
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_an_item_for_several_images_is_read_but_never_written() -> None:
    text = matrix(flow("[LTS, DEV]", OLD))
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD}
    with pytest.raises(Unwritable, match="line 4: the row stands for other values of IMAGE too"):
        write("yaml_matrix", text, **DEV)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{IMAGE: DEV, PLATFORM: amd64}", "line 4: row amd64 has no BASE"),
        ("{IMAGE: DEV, PLATFORM: [a, b]}", "line 4: row a, b has no BASE"),
        ("{IMAGE: DEV}", "line 4: the row has no BASE"),
        (flow("DEV", "[x, y]"), "line 4: row amd64 holds 2 values of BASE, expected one"),
        (flow("DEV", "[]"), "line 4: row amd64 holds 0 values of BASE, expected one"),
        (flow("DEV", "~"), "line 4: row amd64 has an empty BASE, expected a value"),
        (flow("DEV", "{a: b}"), "line 4: row amd64 has a mapping as BASE, expected a value"),
        (flow("DEV", "!reference [a, b]"), "line 4: row amd64 has a !reference as BASE, expected a value"),
        (flow("DEV", "x", "!reference [a, b]"), "line 4: PLATFORM holds no plain value to name the row by"),
    ],
)
def test_a_row_without_one_plain_value_is_unreadable_and_named(row: str, why: str) -> None:
    with pytest.raises(Unreadable, match=f"^{re.escape(why)}$"):
        read("yaml_matrix", matrix(row), **DEV)


def test_rows_of_one_name_that_disagree_are_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"^2 rows for amd64 disagree: a and b \(lines 4 and 5\)$"):
        read("yaml_matrix", matrix(flow("DEV", "a"), flow("DEV", "b")), **DEV)


def test_rows_of_one_name_that_agree_are_both_written() -> None:
    text = matrix(flow("DEV", OLD), flow("DEV", OLD))
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


@pytest.mark.parametrize("merge", ["<<: *base", "<<: [*base]", "<<: [{FILE: x}, *base, {BASE: lost}]"])
def test_merged_rows_are_followed_to_the_template_and_written_there(merge: str) -> None:
    text = matrix(
        f"{{{merge}, PLATFORM: amd64}}",
        f"{{{merge}, PLATFORM: arm64}}",
        before=f".t: &base {{IMAGE: DEV, BASE: {OLD}}}\n",
    )
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD, "arm64": OLD}
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_a_row_s_own_key_wins_over_a_merged_one_wherever_it_stands() -> None:
    before = ".t: &base {IMAGE: LTS, BASE: x}\n"
    text = matrix(f"{{IMAGE: DEV, BASE: {OLD}, <<: *base}}", f"{{<<: *base, IMAGE: DEV, BASE: {OLD}}}", before=before)
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    text = matrix('{"<<": *base, PLATFORM: amd64}', before=".t: &base {IMAGE: DEV, BASE: x}\n")
    assert read("yaml_matrix", text, **DEV) == {}


def test_a_whole_matrix_behind_an_alias_is_followed() -> None:
    jobs = "a: {parallel: {matrix: *rows}}\nb: {parallel: {matrix: *rows}}\n"
    text = f".rows: &rows\n  - {flow('DEV', OLD)}\n{jobs}"
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_of_equal_keys_the_last_one_counts() -> None:
    text = matrix(f"{{IMAGE: LTS, IMAGE: DEV, BASE: x, BASE: {OLD}, PLATFORM: amd64}}")
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD}
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


def test_every_document_of_the_file_is_looked_at() -> None:
    text = f"spec: {{inputs: {{}}}}\n---\n{matrix(flow('DEV', OLD))}...\n---\n{matrix(flow('DEV', OLD, 'arm64'))}"
    assert read("yaml_matrix", text, **DEV) == {"amd64": OLD, "arm64": OLD}
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


@pytest.mark.parametrize(
    ("before", "rows", "line"),
    [
        ("", [f"{{IMAGE: LTS, BASE: &b {OLD}}}", "{IMAGE: DEV, BASE: *b}"], 4),
        ("", [f"{{IMAGE: DEV, BASE: &b {OLD}}}", "{IMAGE: LTS, BASE: *b}"], 5),
        ("", [f"&r {{IMAGE: DEV, BASE: {OLD}}}", "{<<: *r, IMAGE: LTS}"], 5),
        ("", [f"{{IMAGE: DEV, BASE: &b {OLD}, OTHER: *b}}"], 4),
        (f"vars:\n  B: &b {OLD}\n", ["{IMAGE: DEV, BASE: *b}"], 2),
        (f".t: &t {{BASE: {OLD}}}\nother: {{extends: .t}}\n", ["{IMAGE: DEV, <<: *t}"], 1),
        (f".t: &t {{BASE: {OLD}}}\nother: !reference [.t, BASE]\n", ["{IMAGE: DEV, <<: *t}"], 1),
        (f".t: &t {{BASE: {OLD}}}\nother:\n  deep: *t\n", ["{IMAGE: DEV, <<: *t}"], 3),
        (f".t: &t {{BASE: {OLD}}}\nother:\n  - *t\n", ["{IMAGE: DEV, <<: *t}"], 3),
    ],
)
def test_a_value_shared_with_anything_not_chosen_is_unwritable_and_the_line_named(
    before: str, rows: list[str], line: int
) -> None:
    text = matrix(*rows, before=before)
    assert read("yaml_matrix", text, **DEV) == {"": OLD}
    with pytest.raises(Unwritable, match=f"^line {line} shares the value through an anchor and would change too$"):
        write("yaml_matrix", text, **DEV)


def test_a_template_whose_value_others_override_is_written() -> None:
    before = f".t: &t {{FILE: x, BASE: {OLD}}}\n"
    text = matrix("{IMAGE: DEV, <<: *t}", "{IMAGE: LTS, <<: *t, BASE: y}", before=before)
    assert write("yaml_matrix", text, **DEV) == text.replace(OLD, NEW)


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize(
    ("image", "places"), [("CI_DEV_IMAGE", 2), ("CI_JET_IMAGE", 1), ("CI_NIGHTLY_IMAGE", 1), ("CI_LTS_IMAGE", 2)]
)
def test_the_full_size_file_keeps_every_other_byte(image: str, places: int, line_end: bytes) -> None:
    data = fixture("build_stage.yml", line_end)
    options: dict[str, Any] = {
        "where": {"IMAGE": image},
        "key": "BASE_IMAGE",
        "row": "PLATFORM",
        "path": '"build:images".parallel.matrix',
    }
    rows = read("yaml_matrix", data, **options)
    (old,) = set(rows.values())
    assert list(rows) == ["amd64", "arm64"]

    written = write("yaml_matrix", data, **options)
    changed = [
        (one, other)
        for one, other in zip(data.decode().splitlines(True), written.splitlines(True), strict=True)
        if one != other
    ]
    assert len(changed) == places
    assert all(other == one.replace(old, NEW) for one, other in changed)
    assert write("yaml_matrix", written, old, **options).encode() == data


def test_the_full_size_file_s_image_list_of_another_job_has_no_base_image() -> None:
    with pytest.raises(Unreadable, match="the row has no BASE_IMAGE"):
        read("yaml_matrix", fixture("build_stage.yml", b"\n"), where={"IMAGE": "CI_DEV_IMAGE"}, key="BASE_IMAGE")
