"""Rows and marks of recipes, comments included."""

from __future__ import annotations

import pytest

from bumps.rules.recipes import Mark, Unreadable, issue_in, launchers, read_recipe, way_of
from tests.rules.recipes.documents import HEAD, WAYS

PATH = "tests/test_utils/recipes/h100/gpt.yaml"


def marks_of(case: str, text: str = WAYS) -> list[Mark]:
    return [mark for mark in read_recipe(text.encode(), PATH).marks if mark.case == case]


def only(case: str, text: str = WAYS) -> Mark:
    (mark,) = marks_of(case, text)
    return mark


def test_a_row_is_a_case_on_a_platform_in_an_environment() -> None:
    rows = read_recipe(WAYS.encode(), PATH).rows
    shown = [(row.suite, row.case, row.platform, row.environment, row.scope_names) for row in rows]
    assert shown[:4] == [
        ("gpt", "case_plain", "A100", "dev", ("nightly",)),
        ("gpt", "case_plain", "A100", "lts", ("nightly",)),
        ("gpt", "case_broken", "H100", "dev", ("mr-broken", "mr-github-broken")),
        ("gpt", "case_broken", "A100", "lts", ("nightly",)),
    ]
    assert len(rows) == 11
    assert {row.cadence for row in rows if row.case == "case_disabled"} == {("pr", "nightly")}


def test_every_scope_knows_where_it_stands() -> None:
    lines = WAYS.splitlines()
    for row in read_recipe(WAYS.encode(), PATH).rows:
        assert row.line <= row.last_line
        for scope in row.scopes:
            assert WAYS[scope.start : scope.end] == scope.name
            assert scope.name in lines[scope.line - 1]
            assert row.line <= scope.line <= row.last_line


def test_a_broken_scope_with_its_reason_and_issue() -> None:
    mark = only("case_broken")
    assert (mark.way, mark.scope, mark.platform, mark.environment) == (
        "broken",
        "mr-broken, mr-github-broken",
        "H100",
        "dev",
    )
    assert mark.reason == "Broken: hangs on repeat iter 3, exceeds 1h job limit: see issue #4657."
    assert (mark.issue, mark.issue_url) == ("#4657", "")
    assert "mr-broken" in WAYS.splitlines()[mark.line - 1]


def test_a_row_may_leave_by_one_of_its_scopes_only() -> None:
    marks = marks_of("case_half")
    assert [(mark.scope, mark.platform) for mark in marks] == [
        ("mr-github-slim-broken", "H100"),
        ("mr-github-slim-broken", "GB200"),
    ]
    assert {(mark.reason, mark.issue) for mark in marks} == {("hang: !2471", "!2471")}


def test_every_other_way_out() -> None:
    disabled = only("case_disabled")
    assert (disabled.way, disabled.issue) == ("temp-disabled", "#4614")
    assert disabled.issue_url == "https://github.com/NVIDIA/Megatron-LM/issues/4614"
    assert [only(case).way for case in ("case_flaky", "case_flaky_too")] == ["flaky", "flaky"]
    assert only("case_nightly").way == "broken"
    assert [(mark.way, mark.environment) for mark in marks_of("case_old")] == [
        ("deprecated", "dev"),
        ("commented-out", "lts"),
    ]


def test_rows_that_are_comments() -> None:
    old = marks_of("case_old")[1]
    assert (old.platform, old.scope, old.reason, old.issue) == ("A100", "nightly", "OOM: #434", "#434")
    dev, lts = marks_of("case_hangs")
    assert (dev.platform, dev.scope, dev.issue) == ("H100", "mr", "#513")
    assert (lts.platform, lts.environment, lts.issue) == ("A100", "lts", "")
    gone = marks_of("case_gone")
    assert [mark.environment for mark in gone] == ["dev", "lts"]
    assert gone[0].reason == "Non-deterministic since 25.06: !4108 out until the loader is fixed"
    assert gone[0].issue == "!4108"
    assert WAYS.splitlines()[gone[0].line - 1].strip() == "# - environment: [dev, lts]"


def test_comments_of_other_things_are_no_rows() -> None:
    marks = read_recipe(WAYS.encode(), PATH).marks
    assert all(mark.line > HEAD.count("\n") for mark in marks)
    assert not marks_of("case_plain")
    assert len(marks) == 13


def test_a_commented_test_case_without_rows_is_out() -> None:
    text = HEAD + "  - test_case: [one]\n    products: []\n  # why not\n  # - test_case: [two] # Broken: #484\n"
    mark = only("two", text)
    assert (mark.way, mark.platform, mark.environment, mark.issue) == ("commented-out", "A100", "", "#484")
    assert mark.reason == "why not Broken: #484"


def test_suite_and_platform_come_from_the_path_where_the_file_is_silent() -> None:
    text = "products:\n  - {test_case: one, environment: dev, scope: mr-broken}\n"
    recipe = read_recipe(text.encode(), "tests/test_utils/recipes/gb200/moe.yaml")
    (row,) = recipe.rows
    assert (row.suite, row.platform, row.environment, row.scope_names) == ("moe", "GB200", "dev", ("mr-broken",))
    assert recipe.marks[0].case == "one"


@pytest.mark.parametrize("text", ["", "a: 1\n", "- x\n", "products: {}\n", "products:\n  - 3\n  - test_case: []\n"])
def test_a_file_without_products_has_no_rows(text: str) -> None:
    recipe = read_recipe(text.encode(), PATH)
    assert (recipe.rows, recipe.marks) == ((), ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"products: [", "not valid YAML"),
        (b"a: \xff", "not UTF-8: byte 0xff at offset 3"),
        (b"#" * 1_100_000, "1.1 MB, more than the 1 MB"),
        (b"products:\n  - test_case: [" + b"x" * 300 + b"]", "300 characters long"),
        (
            b"products:\n  - test_case: [%s]\n    products:\n      - environment: [%s]\n"
            % (b",".join(b"c%d" % n for n in range(100)), b",".join(b"e%d" % n for n in range(100))),
            "more than 5000 rows",
        ),
        (b"products: " + b"[" * 200, "nested deeper than"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_recipe(data, PATH)


@pytest.mark.parametrize(
    ("text", "ref", "url"),
    [
        ("Hangs: #513", "#513", ""),
        ("see !2471, then #5", "!2471", ""),
        ("NVIDIA/Megatron-LM#12 and (#13)", "#13", ""),
        (
            "https://gitlab.example.com/a/b/-/merge_requests/77",
            "!77",
            "https://gitlab.example.com/a/b/-/merge_requests/77",
        ),
        ("#1 https://github.com/o/r/issues/9 .", "#9", "https://github.com/o/r/issues/9"),
        ("https://github.com/o/r/pull/9", "#9", "https://github.com/o/r/pull/9"),
        ("see issue #<N>", "", ""),
        ("colour #fff, &#39;", "", ""),
        ("", "", ""),
    ],
)
def test_the_issue_a_comment_names(text: str, ref: str, url: str) -> None:
    assert issue_in(text) == (ref, url)


@pytest.mark.parametrize(
    ("scope", "way"),
    [
        ("mr-broken", "broken"),
        ("nightly-broken", "broken"),
        ("mr-github-temp-disabled", "temp-disabled"),
        ("flaky", "flaky"),
        ("deprecated", "deprecated"),
        ("mr", None),
        ("broken-mr", None),
    ],
)
def test_scopes_that_mean_out(scope: str, way: str | None) -> None:
    assert way_of(scope) == way


def test_launchers_under_flaky_are_marks_and_the_others_rows() -> None:
    root = "tests/functional_tests/launch_scripts"
    rows, marks = launchers(
        [
            f"{root}/h100/active/L0_Launch_training.sh",
            f"{root}/gb200/flaky/L2_Launch_export.sh",
            f"{root}/gb200/flaky/README.md",
            "L0_Launch_elsewhere.sh",
        ]
    )
    assert [(row.suite, row.case, row.platform) for row in rows] == [("L0", "L0_Launch_training", "H100")]
    assert [(mark.suite, mark.case, mark.platform, mark.way) for mark in marks] == [
        ("L2", "L2_Launch_export", "GB200", "flaky")
    ]
