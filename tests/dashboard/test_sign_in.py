from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


def test_signing_in_leads_back_to_where_one_was(client: Client, member: User) -> None:
    form = {"username": "rita.kim", "password": "sync-or-not", "next": "/activity/"}
    response = client.post("/sign-in", form)
    assert (response.status_code, response["Location"]) == (302, "/activity/")
    assert ">RK<" in client.get("/activity/").content.decode()


def test_it_never_leads_to_another_site(client: Client, member: User) -> None:
    form = {"username": "rita.kim", "password": "sync-or-not", "next": "https://evil.example/"}
    assert client.post("/sign-in", form)["Location"] == "/"


def test_a_wrong_password_is_said_on_the_page(client: Client, member: User) -> None:
    response = client.post("/sign-in", {"username": "rita.kim", "password": "wrong"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_the_page_has_the_navigation_and_the_zone(client: Client) -> None:
    html = client.get("/sign-in").content.decode()
    assert "Repositories" in html
    assert "All times UTC" in html


def test_who_is_signed_in_goes_on(signed_in: Client) -> None:
    assert signed_in.get("/sign-in")["Location"] == "/"


def test_signing_out_needs_a_post(signed_in: Client) -> None:
    assert signed_in.get("/sign-out").status_code == 405
    assert signed_in.post("/sign-out")["Location"] == "/"
    assert "Sign in" in signed_in.get("/activity/").content.decode()
