"""Journeys through failing tests, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import PHONE, WIDE
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci, hours_ago
from tests.dashboard.test_bumps import FORGOT, NEW, OLD

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

LONG = "gpt3_moe_mcore_te_tp2_pp2_ep4_etp1_no_mtp_no_a2a_ovlp_fine_grained_offloading_cudagraph_dist_optimizer"


@pytest.fixture
def ci(board: Board) -> Ci:
    """A world with something of every kind."""
    board.repair(board.forget_gitlab())
    ci = Ci(board)
    for remote in (ci.github, ci.gitlab):
        for day in range(9, -1, -1):
            run = ci.run(hours_ago(2 + 24 * day), remote=remote, tag="26.04" if day < 5 else "26.02")
            ci.result(run, LONG, "success") if day else ci.fail(run, LONG, failure_excerpt=["a" * 200, "b"])
            for kind in ("oom", "nan", "assertion", "infrastructure", "unknown", "drift"):
                ci.fail(run, ci.test(f"fails_by_{kind}", "moe"), kind, failure_metrics=["lm loss", "num-zeros"])
    now = ci.run(hours_ago(0.1), status="running")
    ci.result(now, LONG, status="running")
    ci.result(now, ci.test("waits", "moe"), status="waiting")
    ci.fail(now, ci.test("unread", "moe"), "", "", triage="pending")
    ci.stranger(now, "a job that nobody foresaw")
    issue = board.repository.issues.create(ref="#513", state="closed", closed_at=hours_ago(24 * 90))
    board.main.broken_marks.create(
        name=LONG, test=ci.test(LONG), path="tests/test_utils/recipes/h100/moe.yaml", way="broken", issue=issue,
        since_at=hours_ago(24 * 140), since_commit="a" * 40, since_pull_request="#2031", scope="mr-broken",
    )  # fmt: skip
    ci.bump(5632, OLD, NEW, is_draft=True, labels=["Run functional tests"])
    ci.bump(5640, OLD, FORGOT, agrees=False)
    ci.bump(4611, OLD, FORGOT, agrees=False, state="merged")
    ci.fail(ci.run(hours_ago(1), baseline="", pull_request=5632, image_inferred=True), LONG, "drift")
    return ci


def addresses(ci: Ci) -> list[str]:
    case = ci.test(LONG)
    failed = case.results.filter(conclusion="timed_out").first()
    assert failed
    return [
        "/",
        "/repositories/megatron-lm/",
        "/tests/",
        f"/tests/?show=all&cell={failed.pk}",
        "/tests/?show=unrecognised",
        "/tests/?kind=nan&q=nothing",
        "/tests/?pr=5632",
        "/tests/?older=9",
        f"/tests/megatron-lm/{case.pk}/?result={failed.pk}",
        "/broken/",
        "/broken/?issue=open",
        "/bumps/?past=1",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_of_tests(
    page: Page, site: str, ci: Ci, complaints: list[str], size: tuple[int, int], scheme: Any
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    for address in addresses(ci):
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        assert complaints == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address} {size} {scheme}\n{found.generate_report()}"


def test_from_the_overview_to_a_cell_to_the_test_and_back(page: Page, site: str, ci: Ci) -> None:
    page.goto(site)
    page.locator(".failing-link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("on Megatron-LM main")
    page.get_by_role("link", name="hang").first.click()
    expect(page).to_have_url(re.compile(r"cell=\d+"))
    side = page.get_by_role("complementary", name="Selected result")
    expect(side).to_contain_text("Hang or time-out")
    expect(page.locator(".grid a[aria-current]")).to_have_text("hang")
    assert page.evaluate("scrollY") == 0  # beside the grid nothing moves
    side.get_by_role("link", name="History of this test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    page.go_back()
    expect(page.get_by_role("complementary", name="Selected result")).to_contain_text("Hang or time-out")
    page.get_by_role("link", name="Close").click()
    expect(page.locator(".side-panel")).to_have_count(0)


def test_filters_act_at_once_and_stay_in_the_address(page: Page, site: str, ci: Ci) -> None:
    page.goto(f"{site}/tests/")
    page.get_by_label("Suite").select_option("moe")
    expect(page).to_have_url(re.compile(r"\?.*suite=moe"))
    assert "platform=" not in page.url
    expect(page.get_by_role("link", name=LONG[:8])).to_have_count(0)
    page.get_by_role("searchbox", name="Test name").fill("oom")
    expect(page).to_have_url(re.compile("q=oom"))
    expect(page.locator(".test-name")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Test name")).to_be_focused()
    page.get_by_role("link", name=re.compile("^All")).click()
    expect(page).to_have_url(re.compile("suite=moe.*q=oom.*show=all"))
    page.go_back()
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator(".test-name").first).to_be_visible()
    expect(page.get_by_label("Suite")).to_have_value("")


def test_the_grid_follows_and_keeps_its_place_and_selection(page: Page, site: str, ci: Ci) -> None:
    page.clock.install()
    page.goto(f"{site}/tests/?show=all&runs=15")
    page.get_by_role("link", name="hang").first.click()
    expect(page.locator(".grid a[aria-current]")).to_have_count(1)
    page.locator(".grid-scroll").evaluate("grid => { grid.scrollLeft = 120 }")
    ci.fail(ci.run(hours_ago(0.01)), ci.test("arrives", "moe"), "oom")
    page.clock.run_for(16_000)
    expect(page.get_by_role("link", name="arrives")).to_be_visible()
    expect(page.locator(".grid a[aria-current]")).to_have_count(1)
    assert page.locator(".grid-scroll").evaluate("grid => grid.scrollLeft") == 120
    expect(page.locator(".side-panel")).to_be_visible()


def test_on_a_phone_the_grid_scrolls_inside_and_the_name_stays(page: Page, site: str, ci: Ci) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{site}/tests/?show=all")
    grid, name = page.locator(".grid-scroll"), page.locator("tbody .c-test").last
    before = name.bounding_box()
    grid.evaluate("grid => { grid.scrollLeft = 400 }")
    after = name.bounding_box()
    assert before
    assert after
    assert before["x"] == after["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_without_scripts_filters_cells_and_folds_work(page: Page, site: str, ci: Ci) -> None:
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site}/tests/")
    plain.get_by_label("Suite").select_option("moe")
    plain.get_by_role("button", name="Apply").click()
    expect(plain).to_have_url(re.compile("suite=moe"))
    plain.get_by_role("link", name="OOM", exact=True).first.click()
    expect(plain.get_by_role("complementary", name="Selected result")).to_contain_text("Out of memory")
    plain.goto(f"{site}/bumps/")
    plain.get_by_text("merged or closed").click()
    expect(plain.get_by_text("chore: bump 4611")).to_be_visible()
    plain.context.close()
