"""Filters, pages of runs and of tests: all in the address."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bumps.models import Variant
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci, hours_ago
from tests.dashboard.test_tests_grid import headline, text

pytestmark = pytest.mark.django_db


def names(html: str) -> list[str]:
    """Tests in the grid, in its order."""
    return re.findall(r'class="wide-name"><span class="mono" title="([^"]*)"', html)


@pytest.fixture
def some(ci: Ci) -> Ci:
    """A hang of moe on GB200, a drift of gpt on H100, and what passes."""
    github, gitlab = ci.run(hours_ago(3)), ci.run(hours_ago(2), remote=ci.gitlab)
    ci.fail(github, ci.test("hangs", "moe"), platform="gb200")
    ci.fail(gitlab, ci.test("drifts", "gpt"), "drift", failure_metrics=["lm loss"])
    ci.result(github, ci.test("passes", "gpt"))
    return ci


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["drifts", "hangs"]),
        ("platform=gb200", ["hangs"]),
        ("suite=gpt", ["drifts"]),
        ("ci=gitlab", ["drifts"]),
        ("kind=timeout", ["hangs"]),
        ("metric=lm loss", ["drifts"]),
        ("metric=loss", []),
        ("q=HANG", ["hangs"]),
        ("q=moe/", ["hangs"]),
        ("show=all", ["drifts", "passes", "hangs"]),
        ("show=all&q=pass", ["passes"]),
        ("kind=nan", []),
        ("repository=nonsense&branch=nonsense&ci=x&runs=x&older=-1&page=x&cell=x", ["drifts", "hangs"]),
    ],
)
def test_filters(client: Client, some: Ci, query: str, found: list[str]) -> None:
    assert sorted(names(text(client, f"/tests/?{query}"))) == sorted(found)


def test_what_a_filter_hides_is_said(client: Client, some: Ci) -> None:
    html = text(client, "/tests/?kind=nan")
    assert "No failing test fits these filters" in html
    assert "Clear filters" in html


def test_filters_keep_each_other(client: Client, some: Ci) -> None:
    html = text(client, "/tests/?platform=gb200&q=hang")
    assert "?platform=gb200&amp;q=hang&amp;show=all" in html
    assert '<option value="gb200" selected>' in html


def test_only_new(client: Client, ci: Ci) -> None:
    ci.history("old", [True, *[False] * 9])
    ci.history("fresh", [True, False])
    assert names(text(client, "/tests/?show=new")) == ["fresh"]
    ci.history("fresh", [True])
    assert "Nothing new fails" in text(client, "/tests/?show=new")


def test_what_is_new_stands_before_what_is_known(client: Client, ci: Ci) -> None:
    ci.history("a-known", [True, *[False] * 9])
    ci.history("z-new", [True, False])
    ci.history("b-over", [False, True])
    assert names(text(client)) == ["z-new", "a-known", "b-over"]


def test_lts_is_a_variant_of_its_own(client: Client, ci: Ci, board: Board) -> None:
    Variant.objects.create(repository=board.repository, name="lts", label="lts", rule_kind="equal", position=1)
    run = ci.run(hours_ago(1), remote=ci.gitlab)
    ci.fail(run, "of-lts", environment="lts", allow_failure=True)
    ci.fail(run, "of-dev")
    ci.fail(run, "of-none", environment="")
    assert names(text(client)) == ["of-dev", "of-none"]
    html = text(client, "/tests/?variant=lts")
    assert names(html) == ["of-lts"]
    assert "on Megatron-LM main lts" in headline(html)
    assert "allowed to fail" in html


def test_older_runs_are_pages(client: Client, ci: Ci) -> None:
    ci.history("hangs", [False] * 9)
    newest, older = text(client), text(client, "/tests/?older=1")
    assert newest.count(">hang</a>") == 7
    assert "Older runs" in newest
    assert older.count(">hang</a>") == 2
    assert "Newer runs" in older
    assert headline(newest) == headline(older)
    assert text(client, "/tests/?runs=15").count(">hang</a>") == 9
    assert "No older run" in text(client, "/tests/?older=7")


def test_many_tests_are_pages(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(1))
    for number in range(53):
        ci.fail(run, f"t{number:02}")
    first, second = text(client), text(client, "/tests/?page=2")
    assert len(names(first)) == 50
    assert "1 to 50 of 53" in first
    assert names(second) == ["t50", "t51", "t52"]
    assert names(text(client, "/tests/?page=999")) == names(second)


def test_another_branch(client: Client, ci: Ci, board: Board) -> None:
    board.branch("core_r0.16.0")
    ci.fail(ci.run(hours_ago(1), baseline="core_r0.16.0"), "of-release")
    assert names(text(client)) == []
    assert names(text(client, "/tests/?branch=core_r0.16.0")) == ["of-release"]


def test_a_pull_request_is_told_what_it_brought_and_what_was_there(client: Client, ci: Ci) -> None:
    ci.history("known", [True, False])
    ci.history("brought", [True, True])
    run = ci.run(hours_ago(0.5), baseline="", pull_request=5632)
    for name in ("known", "brought", "never-seen"):
        ci.fail(run, name)
    html = text(client, "/tests/?pr=5632")
    assert headline(html) == "#5632 brings 1 new failure to Megatron-LM main"
    assert "1 failed on main before it, 1 never ran on main" in html
    assert names(text(client, "/tests/?pr=5632&show=new")) == ["brought"]
    assert headline(text(client, "/tests/?pr=1")) == "No run of #1 yet"


def test_a_mark_flags_the_runs_it_kept_the_test_out_of(client: Client, ci: Ci, board: Board) -> None:
    case = ci.test("marked")
    ci.result(ci.run(hours_ago(40)), case)
    ci.result(ci.run(hours_ago(1)), "other")
    board.main.broken_marks.create(
        name="marked", test=case, path="h100/gpt.yaml", way="broken", platform="dgx_h100", since_at=hours_ago(20)
    )
    html = text(client)
    assert names(html) == ["marked"]
    assert html.count("out of the gate: marked broken") == 2  # hover and screen reader of one cell


def test_a_platform_nobody_named_is_no_choice(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(1))
    ci.fail(run, "nowhere", platform="")
    ci.fail(run, "somewhere")
    html = text(client)
    assert names(html) == ["nowhere", "somewhere"]
    assert html.count('<option value="" selected>any</option>') == html.count('<option value=""')
