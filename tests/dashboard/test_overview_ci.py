"""The overview's columns of CI: failing tests and the open bump."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bumps.models import Variant
from tests.dashboard.board import Board, submodule
from tests.dashboard.ci_board import Ci, hours_ago
from tests.dashboard.test_bumps import FORGOT, NEW, OLD
from tests.dashboard.test_tests_grid import text

pytestmark = pytest.mark.django_db


def cells(client: Client, column: str) -> list[str]:
    """What each row says in that column, without its hidden words."""
    html = re.sub(r'<span class="(visually-hidden|phone-word)[^>]*>[^<]*</span>', "", text(client, "/?all=1"))
    found = re.findall(rf'<td class="{column}">(.*?)</td>', html, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", cell)).strip() for cell in found]


@pytest.fixture
def agreeing(board: Board, ci: Ci) -> Ci:
    board.agree()
    return ci


def test_without_a_run_it_is_a_dash(client: Client, agreeing: Ci) -> None:
    assert cells(client, "c-failing") == ["–"]
    assert cells(client, "c-bump") == ["–"]


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [([True], "0"), ([True, False], "1 new"), ([True, *[False] * 9], "1 known"), ([False, True], "0")],
)
def test_failing_tests_new_or_known(client: Client, agreeing: Ci, outcomes: list[bool], said: str) -> None:
    agreeing.history("t", outcomes)
    assert cells(client, "c-failing") == [said]


def test_new_beside_known_and_all_new(client: Client, agreeing: Ci) -> None:
    agreeing.history("known", [True, *[False] * 9])
    agreeing.history("fresh", [True, False])
    assert cells(client, "c-failing") == ["2 1 new"]
    agreeing.history("known", [True])
    agreeing.history("second", [True, False])
    assert cells(client, "c-failing") == ["2 all new"]


def test_both_systems_count_once_and_a_run_that_is_on_shows(client: Client, agreeing: Ci) -> None:
    agreeing.history("t", [True, False])
    agreeing.history("t", [True, False], remote=agreeing.gitlab)
    agreeing.run(hours_ago(0.1), status="running")
    assert cells(client, "c-failing") == ["1 new"]
    assert 'aria-label="a run is on"' in text(client, "/")


def test_a_variant_counts_its_own_and_a_submodule_none(client: Client, agreeing: Ci, board: Board) -> None:
    lts = Variant.objects.create(repository=board.repository, name="lts", label="lts", rule_kind="equal", position=2)
    site = board.site("github/lts", "github", "docker/.ngc_version.lts", 3)
    site.variant = lts
    site.save()
    submodule(board, "a" * 40, "a" * 40, "b" * 40)
    run = agreeing.run(hours_ago(1))
    agreeing.fail(run, "t", environment="")
    assert cells(client, "c-failing") == ["1 new", "–", "–"]
    agreeing.result(agreeing.run(hours_ago(0.5), remote=agreeing.gitlab), "t", environment="lts")
    assert cells(client, "c-failing") == ["1 new", "–", "0"]


def test_it_leads_to_the_tests_of_that_branch(client: Client, agreeing: Ci) -> None:
    agreeing.history("t", [False])
    assert "/tests/?repository=megatron-lm&amp;branch=main&amp;variant=dev" in text(client, "/")


def test_the_open_bump_and_the_one_that_forgets(client: Client, agreeing: Ci) -> None:
    agreeing.bump(1, OLD, NEW, is_draft=True)
    assert cells(client, "c-bump") == ["#1 to 26.04, draft"]
    agreeing.bump(2, OLD, FORGOT, agrees=False)
    assert cells(client, "c-bump") == ["#2 to 26.04 1 more"]
    assert 'aria-label="forgets a pin"' in text(client, "/")
    agreeing.bump(3, OLD, NEW, base_ref="dev")
    agreeing.bump(4, OLD, NEW, state="closed")
    assert cells(client, "c-bump") == ["#2 to 26.04 1 more"]
