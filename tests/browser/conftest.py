from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from dashboard.pages.service import HEARTBEAT
from tests.browser_setup import find_browser
from tests.dashboard.board import Board

# Playwright's sync API runs an event loop in this thread, and Django then refuses its own synchronous calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session", autouse=True)
def _one_request_per_connection() -> Iterator[None]:
    """Kept-alive connections outlive the live server, and a socket left open is an error here."""
    kept = WSGIRequestHandler.protocol_version
    WSGIRequestHandler.protocol_version = "HTTP/1.0"
    yield
    WSGIRequestHandler.protocol_version = kept


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium: run `python -m tests.browser_setup`, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    cache.set(HEARTBEAT, time.time())
    User.objects.create_user("rita.kim", password="sync-or-not")
    return str(live_server.url)


@pytest.fixture
def board(site: str) -> Board:
    return Board()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console said: policy violations, failed scripts, missing files."""
    return []


@pytest.fixture
def page(chromium: Browser, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
