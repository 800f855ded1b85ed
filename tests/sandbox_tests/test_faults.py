"""What goes wrong does so where and when it was asked to."""

from __future__ import annotations

import threading
import time

import pytest
import requests

from tests.sandbox.fixtures import BOT_TOKEN, LM, Town

pytestmark = pytest.mark.enable_socket


def post_label(town: Town, name: str) -> requests.Response:
    url = f"{town.sandbox.github_api_url}/repos/{LM}/labels"
    return requests.post(url, json={"name": name}, headers={"Authorization": f"Bearer {BOT_TOKEN}"}, timeout=5)


@pytest.mark.parametrize(("when", "written"), [("before", False), ("after", True)])
def test_an_error_comes_before_or_after_the_write(small_town: Town, when: str, written: bool) -> None:
    small_town.sandbox.fault("status", method="POST", path=".*/labels", when=when)
    assert post_label(small_town, "one").status_code == 502
    assert ("one" in small_town.repo.labels) is written
    assert post_label(small_town, "two").status_code == 201


@pytest.mark.parametrize(("when", "written"), [("before", False), ("after", True)])
def test_a_connection_is_reset_before_or_after_the_write(small_town: Town, when: str, written: bool) -> None:
    small_town.sandbox.fault("reset", method="POST", when=when)
    with pytest.raises(requests.ConnectionError):
        post_label(small_town, "one")
    assert ("one" in small_town.repo.labels) is written
    assert [entry.status for entry in small_town.sandbox.log.writes()] == [0]


def test_the_nth_request_is_meant(small_town: Town) -> None:
    small_town.sandbox.fault("status", method="POST", nth=2, times=2, status=500)
    assert [post_label(small_town, name).status_code for name in "abcd"] == [201, 500, 500, 201]


def test_a_held_request_goes_on_when_released(small_town: Town) -> None:
    fault = small_town.sandbox.fault("hold", method="POST", when="after")
    answers: list[int] = []
    client = threading.Thread(target=lambda: answers.append(post_label(small_town, "one").status_code))
    client.start()
    fault.wait_reached(5)
    assert "one" in small_town.repo.labels
    assert answers == []
    fault.release()
    client.join(5)
    assert answers == [201]


def test_a_hang_ends_the_clients_patience(small_town: Town) -> None:
    small_town.sandbox.fault("hang")
    started = time.monotonic()
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{small_town.sandbox.github_api_url}/rate_limit", timeout=0.3)
    assert time.monotonic() - started < 2


def test_a_body_is_cut_short(small_town: Town) -> None:
    small_town.sandbox.fault("truncate")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        requests.get(f"{small_town.sandbox.github_api_url}/repos/{LM}", timeout=5)


@pytest.mark.parametrize(
    ("kind", "status", "header"),
    [("rate_limit", 403, "X-RateLimit-Reset"), ("secondary", 403, "Retry-After"), ("too_many", 429, "Retry-After")],
)
def test_a_limit_names_its_end(small_town: Town, kind: str, status: int, header: str) -> None:
    small_town.sandbox.fault(kind, seconds=30)
    answer = requests.get(f"{small_town.sandbox.github_api_url}/repos/{LM}", timeout=5)
    assert (answer.status_code, header in answer.headers) == (status, True)
