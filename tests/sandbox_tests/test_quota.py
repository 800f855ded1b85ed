"""ETags and the hourly budget: who pays for what."""

from __future__ import annotations

import pytest
import requests

from tests.sandbox.fixtures import BOT_TOKEN, LM, READER_TOKEN, Town

pytestmark = pytest.mark.enable_socket


def get(town: Town, path: str, token: str | None = None, etag: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"If-None-Match": etag} if etag else {}
    return requests.get(f"{town.sandbox.github_api_url}{path}", headers=headers, timeout=5)


@pytest.mark.parametrize(("token", "spent"), [(BOT_TOKEN, 1), (None, 2)])
def test_a_304_is_free_only_for_those_who_say_who_they_are(small_town: Town, token: str | None, spent: int) -> None:
    first = get(small_town, f"/repos/{LM}/branches", token)
    again = get(small_town, f"/repos/{LM}/branches", token, first.headers["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["X-RateLimit-Used"] == str(spent)


def test_an_etag_belongs_to_its_token_and_ends_with_the_content(small_town: Town) -> None:
    etag = get(small_town, f"/repos/{LM}/branches", BOT_TOKEN).headers["ETag"]
    assert get(small_town, f"/repos/{LM}/branches", READER_TOKEN, etag).status_code == 200
    small_town.commit({"x": "y"})
    assert get(small_town, f"/repos/{LM}/branches", BOT_TOKEN, etag).status_code == 200


def test_the_sixty_first_anonymous_request_of_an_hour_is_refused(small_town: Town) -> None:
    answers = [get(small_town, f"/repos/{LM}/labels") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [403]
    last = answers[-1]
    assert last.headers["X-RateLimit-Remaining"] == "0"
    assert "rate limit exceeded" in last.json()["message"]
    assert get(small_town, "/rate_limit").json()["resources"]["core"]["remaining"] == 0
    small_town.sandbox.clock.step(3601)
    assert get(small_town, f"/repos/{LM}/labels").status_code == 200


def test_pages_are_linked(small_town: Town) -> None:
    for number in range(5):
        small_town.repo.origin.branch(f"b{number}", small_town.repo.origin.head())
    answer = get(small_town, f"/repos/{LM}/branches?per_page=2&page=2")
    assert set(answer.links) == {"prev", "next", "first", "last"}
    names = [one["name"] for one in requests.get(answer.links["next"]["url"], timeout=5).json()]
    assert names == ["b4", "main"]
