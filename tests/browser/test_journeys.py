"""What a person does, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bumps.models import AuditEntry, Desync
from tests.dashboard.board import Board

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def test_from_the_overview_to_the_desync_and_back(page: Page, site: str, board: Board) -> None:
    board.forget_gitlab()
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Megatron-LM main is out of sync")
    page.get_by_role("link", name="Megatron-LM", exact=True).click()
    expect(page).to_have_url(re.compile("/repositories/megatron-lm/$"))
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    page.get_by_role("link", name="See the desync").click()
    expect(page).to_have_url(re.compile(r"/desyncs/\d+/$"))
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Megatron-LM main is out of sync")


def test_the_overview_follows_without_a_reload(page: Page, site: str, board: Board) -> None:
    board.agree()
    page.clock.install()
    page.goto(site)
    expect(page).to_have_title(re.compile("^Overview"))
    board.bump_github_alone()
    page.clock.run_for(11_000)
    expect(page).to_have_title(re.compile("^≠ Overview"))
    expect(page.locator("#favicon")).to_have_attribute("href", re.compile("desync"))
    expect(page.locator("#said")).to_contain_text("is out of sync")


def test_back_shows_the_whole_page_after_a_refresh(page: Page, site: str, board: Board) -> None:
    board.agree()
    page.clock.install()
    page.goto(site)
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.clock.run_for(11_000)
    page.get_by_role("link", name="Repositories").click()
    page.go_back()
    expect(page).to_have_title(re.compile("^Overview"))
    assert page.evaluate("document.styleSheets.length") > 0


def test_a_refresh_that_brings_nothing_new_swaps_nothing(page: Page, site: str, complaints: list[str]) -> None:
    page.clock.install()
    page.goto(f"{site}/bumps/")
    statuses = []
    for _ in range(3):
        with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true") as answer:
            page.clock.run_for(15_000)
        statuses.append(answer.value.status)
        page.evaluate("document.getElementById('live').dataset.kept = 'yes'")
    assert statuses[1:] == [304, 304]
    expect(page.locator("#live")).to_have_attribute("data-kept", "yes")
    expect(page.locator("#offline")).to_be_hidden()
    assert complaints == []


def test_the_theme_stays_chosen(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(13, 16, 21)"


def test_signing_in_then_polling(page: Page, site: str, board: Board) -> None:
    board.agree()
    board.git.next_poll_at = board.git.next_poll_at and board.git.next_poll_at.replace(year=2100)
    board.git.save()
    page.goto(f"{site}/repositories/megatron-lm/")
    page.get_by_role("link", name="Sign in to poll now").click()
    page.get_by_label("Username").fill("rita.kim")
    page.get_by_label("Password").fill("sync-or-not")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Poll now").click()
    expect(page.get_by_text("is polled within a few seconds")).to_be_visible()
    assert AuditEntry.objects.get().user_name == "rita.kim"


def test_the_keyboard_finds_search_and_content(page: Page, site: str, board: Board) -> None:
    board.agree()
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("megatron-lm")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/repositories/megatron-lm/$"))


def test_labels_of_the_chart_lead_to_the_pull_request(page: Page, site: str, board: Board) -> None:
    board.forget_gitlab()
    page.goto(f"{site}/repositories/megatron-lm/?range=all")
    link = page.locator(".chart a", has_text="#4611").first
    expect(link).to_have_attribute("href", "https://github.com/NVIDIA/Megatron-LM/pull/4611")


def test_times_follow_the_viewers_zone(page: Page, site: str, board: Board) -> None:
    board.repair(board.forget_gitlab())
    page.context.add_cookies([{"name": "tz", "value": "Asia/Tokyo", "url": site}])
    page.goto(f"{site}/desyncs/{Desync.objects.get().pk}/", wait_until="commit")
    expect(page.locator("main")).to_contain_text("8 May 01:23")


def test_without_scripts_the_pages_still_tell_everything(page: Page, site: str, board: Board) -> None:
    board.forget_gitlab()
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site}/repositories/megatron-lm/")
    expect(plain.get_by_text("The chart is drawn by JavaScript")).to_be_visible()
    plain.get_by_text("pin changes as a table").click()
    expect(plain.get_by_role("cell", name="26.04").first).to_be_visible()
    plain.get_by_role("button", name="Switch between light and dark").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.context.close()
