"""Theme, zone, error pages, and what machines ask for."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from dashboard.views import errors, overview
from dashboard.views.parts import is_live

pytestmark = pytest.mark.django_db


def test_the_theme_is_in_the_page_from_the_first_byte(client: Client) -> None:
    assert "data-theme=" not in client.get("/").content.decode().split("<head>")[0]
    response = client.post("/theme", {"next": "/activity/"})
    assert response["Location"] == "/activity/"
    assert 'data-theme="dark"' in client.get("/").content.decode().split("<head>")[0]
    client.post("/theme")
    assert 'data-theme="light"' in client.get("/").content.decode().split("<head>")[0]


def test_the_theme_leads_to_no_other_site_and_refuses_get(client: Client) -> None:
    assert client.post("/theme", {"next": "//evil.example"})["Location"] == "/"
    assert client.post("/theme", {"next": "foo"})["Location"] == "/"
    assert client.get("/theme").status_code == 405


@pytest.mark.parametrize("url", ["/theme", "/repositories/megatron-lm/poll"])
def test_a_wrong_method_is_answered_with_a_page(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "is the address of a button" in response.content.decode()
    assert not client.head(url).content


def test_a_refusal_of_an_early_middleware_keeps_the_policy(client: Client) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    # Whoever scans for hosts writes no traceback into the log.
    assert not logging.getLogger("django.security.DisallowedHost").propagate


@pytest.mark.parametrize("url", ["/", "/bumps/", "/tests/", "/activity/"])
def test_a_page_and_its_live_part_are_not_mistaken_for_each_other(client: Client, url: str) -> None:
    whole = client.get(url)
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "live"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    for response in (whole, part):
        assert {"HX-Request", "HX-History-Restore-Request"} <= {v.strip() for v in response["Vary"].split(",")}
    assert part["Cache-Control"] == "no-store"


def test_an_unchanged_live_part_is_not_sent_again(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "live"}
    tag = client.get("/bumps/", headers=headers)["ETag"]
    again = client.get("/bumps/", headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/bumps/", headers={"If-None-Match": tag}).status_code == 200


def test_a_made_up_theme_or_zone_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    client.cookies["tz"] = "../../etc/passwd"
    html = client.get("/").content.decode()
    assert "data-theme=" not in html.split("<head>")[0]
    assert "All times UTC" in html


def test_times_are_in_the_zone_of_the_viewer(client: Client) -> None:
    client.cookies["tz"] = "Asia/Kolkata"
    assert "All times Asia/Kolkata, UTC+5:30" in client.get("/").content.decode()


def test_machines_are_asked_to_stay_away(client: Client) -> None:
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    assert 'content="noindex, nofollow"' in client.get("/").content.decode()
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


def test_every_page_carries_the_strict_policy(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_not_found_names_the_page(client: Client) -> None:
    response = client.get("/<script>alert(1)</script>")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()
    assert "There is no page" in response.content.decode()


def test_the_other_error_pages() -> None:
    request = RequestFactory().get("/")
    pages = {
        400: errors.bad_request(request, SuspiciousOperation("secret detail")),
        403: errors.forbidden(request, PermissionError("You may not poll this.")),
        500: errors.server_error(request),
    }
    for status, page in pages.items():
        assert page.status_code == status
        assert f"Error {status}" in page.content.decode()
    assert b"secret detail" not in pages[400].content
    assert b"You may not poll this." in pages[403].content


def test_a_failure_answers_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(overview, "build", fail)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/")
    assert response.status_code == 500
    assert "boom" not in response.content.decode()


def test_the_live_part_is_for_htmx_alone() -> None:
    assert not is_live(HttpRequest())
