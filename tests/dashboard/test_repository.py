from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import Branch, DiscoveredPin, PinSite
from tests.dashboard.board import CLOSED, OPENED, Board, sha, submodule

URL = "/repositories/megatron-lm/"
pytestmark = pytest.mark.django_db


def text(client: Client, url: str = URL) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def figure(html: str, name: str = "figure") -> dict[str, Any]:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_it_has_a_banner_per_open_desync(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    html = text(client)
    assert "Megatron-LM main is out of sync: GitHub builds on 26.04, GitLab on 26.02" in html
    assert f'href="/desyncs/{desync.pk}/"' in html


def test_the_timeline_shades_the_desync_and_marks_the_bumps(client: Client, board: Board) -> None:
    board.repair(board.forget_gitlab())
    html = text(client, f"{URL}?range=all")
    drawn = figure(html)
    labels = [note["text"] for note in drawn["layout"]["annotations"]]
    assert "≠ 8 h 22 min" in labels
    assert any(label.startswith("#4611 7 May") for label in labels)
    assert drawn["layout"]["yaxis"]["ticktext"] == ["26.02", "26.04"]
    assert len(drawn["layout"]["shapes"]) == 1
    close_up = figure(html, "zoom")
    assert "8 h 22 min 8 s" in [note["text"] for note in close_up["layout"]["annotations"]]
    assert "7 to 8 May, hour by hour" in html


def test_the_numbers_stand_in_a_table_too(client: Client, board: Board) -> None:
    board.repair(board.forget_gitlab())
    html = text(client)
    assert "3 pin changes as a table" in html
    assert "The chart is drawn by JavaScript." in html


def test_branch_variant_and_time_are_in_the_address(client: Client, board: Board) -> None:
    board.agree()
    other = board.branch("core_r0.17.0")
    board.pin(board.github, "25.09", 0, branch=other)
    html = text(client, f"{URL}?branch=core_r0.17.0&variant=dev&range=3m")
    assert re.search(r'Pins of <span class="mono">core_r0.17.0</span>', html)
    assert "range=12m" in html
    assert "branch=core_r0.17.0" in html


def test_what_the_address_asks_for_and_is_not_there_falls_back(client: Client, board: Board) -> None:
    board.agree()
    assert 'Pins of <span class="mono">main</span>' in text(client, f"{URL}?branch=none&variant=none&range=x&page=zz")


def test_the_matrix_says_absent_unreadable_and_one_row(client: Client, board: Board) -> None:
    board.agree()
    old = board.branch("core_r0.14.0")
    board.pin(board.gitlab, "25.06", 0, branch=old)
    broken = board.branch("core_r0.15.0")
    board.pin(board.gitlab, "2 rows match the selector", 0, branch=broken, kind="unreadable")
    html = text(client)
    assert "absent" in html
    assert "one row, all platforms" in html
    assert "could not read" in html
    assert "2 rows match the selector" in html
    assert "1 could not tell" in html


def test_watched_dead_and_discovered_pins(client: Client, board: Board) -> None:
    board.agree("26.04")
    lagging = board.site("default/dev", "", "docker/Dockerfile.ci.dev", 5, role="watched")
    board.pin(lagging, "26.02", 1)
    dead = board.site("build-arg", "github", ".github/workflows/cicd-main.yml", 6, role="watched")
    board.pin(dead, "25.09", 1)
    PinSite.objects.filter(pk=dead.pk).update(dead_reason="Nothing declares FROM_IMAGE_NAME.")
    DiscoveredPin.objects.create(repository=board.repository, path="examples/Dockerfile")
    html = text(client)
    assert "docker/Dockerfile.ci.dev" in html
    assert "Nothing declares FROM_IMAGE_NAME." in html
    assert "1 discovered" in html
    assert "examples/Dockerfile" in html


def test_a_variant_of_commits_is_drawn_in_lanes(client: Client, board: Board) -> None:
    submodule(board, sha(1), sha(1), sha(2))
    drawn = figure(text(client, f"{URL}?variant=mcore&range=all"))
    assert drawn["layout"]["yaxis"]["ticktext"] == ["pins", "submodule"]


def test_deleted_branches_fold(client: Client, board: Board) -> None:
    board.agree()
    board.branch("core_r0.12.0").gone(CLOSED)
    html = text(client)
    assert "1 deleted branch, history kept" in html


def test_the_list_of_desyncs_is_paged(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    for number in range(12):
        desync.pk, desync.opened_commit = None, sha(100 + number)
        desync.opened_at, desync.closed_at = OPENED - timedelta(days=number + 1), CLOSED
        desync.save()
    assert "1 to 10 of 13" in text(client)
    assert "11 to 13 of 13" in text(client, f"{URL}?page=2")
    assert "11 to 13 of 13" in text(client, f"{URL}?page=99")


def test_before_the_first_poll_it_says_what_fills_it(client: Client, board: Board) -> None:
    Branch.objects.all().delete()
    assert "No pins read yet" in text(client)


def test_a_failing_remote_is_said_with_the_age_of_what_is_shown(client: Client, board: Board) -> None:
    board.agree()
    board.git.failed(timezone.now(), "timed out", timezone.now())
    html = text(client)
    assert "Does not answer since" in html
    assert "timed out" in html


def test_hostile_text_is_escaped(client: Client, board: Board) -> None:
    hostile = "</script><script>alert(1)</script><!channel>"
    board.forget_gitlab(subject=hostile)
    Branch.objects.update(name=hostile)
    html = text(client)
    assert "<script>alert" not in html
    assert "<!channel>" not in html


def test_an_unknown_repository_is_a_404_page(client: Client, board: Board) -> None:
    response = client.get("/repositories/nope/")
    assert response.status_code == 404
    assert "No repository nope is tracked." in response.content.decode()


def test_a_retired_repository_is_not_shown(client: Client, board: Board) -> None:
    board.repository.retired_at = timezone.now()
    board.repository.save()
    assert client.get(URL).status_code == 404


def test_it_refuses_post(client: Client, board: Board) -> None:
    assert client.post(URL).status_code == 405
