"""On every page, wide and narrow, light and dark: nothing forbidden, nothing inaccessible, nothing cut off."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from bumps.models import DiscoveredPin, JobRun, PinSite
from tests.dashboard.board import Board, sha, submodule

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = (1440, 900), (390, 844)


def fill(board: Board) -> list[str]:
    """Something of everything, and the addresses that show it."""
    over = Board("other", "Megatron-Bridge-with-a-rather-long-name")
    over.repair(over.forget_gitlab())
    submodule(over, sha(1), sha(1), sha(2))
    desync = board.forget_gitlab()
    broken = board.branch("core_r0.15.0")
    board.pin(board.gitlab, "2 rows match the selector", 0, branch=broken, kind="unreadable")
    dead = board.site("build-arg", "github", ".github/workflows/cicd-main.yml", 6, role="watched")
    board.pin(dead, "25.09", 1)
    PinSite.objects.filter(pk=dead.pk).update(dead_reason="Nothing declares FROM_IMAGE_NAME.")
    lagging = board.site("default/dev", "", "docker/Dockerfile.ci.dev", 5, role="watched")
    board.pin(lagging, "26.02", 1)
    DiscoveredPin.objects.create(repository=board.repository, path="examples/multimodal/Dockerfile")
    now = timezone.now()
    board.git.failed(now, "git fetch: could not resolve host example.org", now)
    for state in ("running", "failed", "interrupted", "succeeded"):
        finished = None if state == "running" else now
        JobRun.objects.create(
            kind="backfill",
            repository=board.repository,
            state=state,
            done=1,
            total=3,
            started_at=now,
            beat_at=now,
            finished_at=finished,
        )
    return [
        "/",
        "/?all=1",
        "/?show=behind",
        "/repositories/",
        "/repositories/megatron-lm/?range=all",
        "/repositories/other/?variant=mcore&range=all",
        f"/desyncs/{desync.pk}/",
        f"/desyncs/{over.main.desyncs.get().pk}/",
        "/activity/",
        "/search?q=o",
        "/search?q=nothing",
        "/sign-in",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page(
    page: Page, site: str, board: Board, complaints: list[str], size: tuple[int, int], scheme: Any
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    for address in fill(board):
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        if page.locator("[data-chart]").count():
            page.wait_for_selector(".main-svg")
        assert complaints == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address} {size} {scheme}\n{found.generate_report()}"


def test_the_error_pages(page: Page, site: str, board: Board) -> None:
    page.goto(f"{site}/nothing-here")
    assert Axe().run(page).violations_count == 0
