"""Pull requests that touch a pin."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from bumps.models import Bump, CommitStatus, PullRequest
from tests.dashboard.board import Board, sha
from tests.dashboard.ci_board import Ci, hours_ago
from tests.dashboard.test_tests_grid import HOSTILE, headline, text

URL = "/bumps/"
OLD = {"github/dev": "26.02", "gitlab/dev/amd64": "26.02", "gitlab/dev/arm64": "26.02"}
NEW = dict.fromkeys(OLD, "26.04")
FORGOT = OLD | {"github/dev": "26.04"}
pytestmark = pytest.mark.django_db


def rows(html: str) -> list[str]:
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)) for row in html.split('<tr class="bump-row')[1:]]


def test_with_none_it_says_what_would_appear(client: Client, board: Board) -> None:
    html = text(client, URL)
    assert headline(html) == "No bump is open"
    assert "No bump is known yet" in html


def test_one_that_does_both_pins_agrees(client: Client, ci: Ci) -> None:
    ci.bump(4611, OLD, NEW, is_draft=True, labels=["Run functional tests"])
    html = text(client, URL)
    assert headline(html) == "1 open bump"
    (row,) = rows(html)
    for said in ("#4611", "chore: bump 4611", "ko3n1g", "draft since", "Run functional tests", "amd64, arm64"):
        assert said in row
    assert row.count("26.02 → 26.04") == 2
    assert 'aria-label="both pins agree"' in html
    assert 'href="https://github.com/NVIDIA/Megatron-LM/pull/4611"' in html
    assert "4 of" not in html


def test_one_that_forgets_its_twin_is_the_verdict(client: Client, ci: Ci) -> None:
    ci.bump(4611, OLD, FORGOT, agrees=False)
    html = text(client, URL)
    assert headline(html) == "#4611 forgets a pin: GitLab dev stays on 26.02"
    assert 'aria-label="forgets a pin"' in html
    assert "26.02 stays amd64, arm64" in rows(html)[0]
    ci.bump(4612, OLD, FORGOT, agrees=False)
    assert headline(text(client, URL)) == "2 of 2 open bumps forget a pin"


def test_ci_of_both_systems(client: Client, ci: Ci) -> None:
    ci.bump(4611, OLD, NEW)
    old = ci.run(hours_ago(9), baseline="", pull_request=4611)
    ci.result(old, "a")
    run = ci.run(hours_ago(2), baseline="", pull_request=4611)
    ci.fail(run, "a")
    ci.result(run, "b")
    ci.run(hours_ago(1), remote=ci.gitlab, baseline="", pull_request=4611, status="running")
    (row,) = rows(text(client, URL))
    assert "GitHub 1 of 2 fail" in row
    assert "GitLab running" in row
    assert "/tests/?repository=megatron-lm&amp;pr=4611" in text(client, URL)


@pytest.mark.parametrize(
    ("state", "said"), [("waiting", "GitHub waiting"), ("queued", "GitHub queued"), ("unknown", "GitHub unknown")]
)
def test_waiting_is_not_running(client: Client, ci: Ci, state: str, said: str) -> None:
    ci.bump(4611, OLD, NEW)
    ci.run(hours_ago(1), baseline="", pull_request=4611, status=state)
    assert said in rows(text(client, URL))[0]


def test_without_a_pipeline_the_status_on_the_head_speaks_for_gitlab(client: Client, ci: Ci) -> None:
    ci.bump(4611, OLD, NEW)
    CommitStatus.objects.create(
        remote=ci.github, sha=sha(4611), context="ci/gitlab", state="failure", description="71 of 182 failed",
        updated_at=timezone.now(), url="javascript:alert(1)",
    )  # fmt: skip
    html = text(client, URL)
    assert "GitLab 71 of 182 failed" in rows(html)[0]
    assert "GitHub no run" in rows(html)[0]
    assert "javascript:" not in html


def test_merged_and_closed_ones_fold_and_are_pages(client: Client, ci: Ci) -> None:
    for number in range(1, 24):
        ci.bump(
            number, OLD, FORGOT if number == 23 else NEW, state="merged", merged_at=timezone.now(), agrees=number < 23
        )
    ci.bump(99, OLD, NEW)
    html = text(client, URL)
    assert "23 merged or closed bumps" in html
    assert "1 to 20 of 23" in html
    assert re.search('<details class="fold first-fold"[^>]*id="past-fold"', html)
    assert not re.search('first-fold"[^>]* open', html)
    assert 'aria-label="forgot a pin"' in html
    assert headline(html) == "1 open bump"
    older = text(client, f"{URL}?past=2")
    assert "21 to 23 of 23" in older
    assert re.search('first-fold" open', older)


def test_a_pin_that_comes_or_goes_and_a_site_nobody_knows(client: Client, ci: Ci) -> None:
    ci.bump(1, {"gone/site": "26.02"}, {"github/dev": "26.04"})
    (row,) = rows(text(client, URL))
    assert "GitHub dev nothing → 26.04" in row
    assert "gone/site 26.02 → removed" in row


def test_the_live_part_alone(client: Client, ci: Ci) -> None:
    ci.bump(1, OLD, NEW)
    live = text(client, URL, **{"HX-Request": "true"})
    assert "<html" not in live
    assert 'id="live"' in live


def test_hostile_text_is_escaped(client: Client, ci: Ci) -> None:
    bump = ci.bump(1, OLD, NEW, title=HOSTILE, author=HOSTILE, labels=[HOSTILE], base_ref=HOSTILE)
    Bump.objects.filter(pk=bump.pk).update(pins_after={HOSTILE: HOSTILE})
    PullRequest.objects.update(url="javascript:alert(1)")
    html = text(client, URL)
    assert "<script>alert" not in html
    assert "<!channel>" not in html
    assert "javascript:" not in html
    assert client.post(URL).status_code == 405
