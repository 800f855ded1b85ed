from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bumps.models import Branch, JobRun, PinValue, Remote
from tests.dashboard.board import Board, sha, submodule

URL = "/"
pytestmark = pytest.mark.django_db


def text(client: Client, url: str = URL, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_with_nothing_tracked_it_says_what_to_do(client: Client) -> None:
    html = text(client)
    assert "Nothing is tracked yet" in html
    assert "favicon-unknown" in html


def test_while_the_first_fetch_runs_it_shows_how_far_it_is(client: Client, board: Board) -> None:
    now = timezone.now()
    JobRun.objects.create(
        kind="backfill",
        repository=board.repository,
        done=42,
        total=100,
        started_at=now,
        beat_at=now,
        message="fetching",
    )
    html = text(client)
    assert "Fetching Megatron-LM, 42 %" in html
    assert 'max="100" value="42"' in html.replace("\n", " ")
    assert 'hx-trigger="every 2s"' in html


def test_before_the_first_poll_it_waits(client: Client, board: Board) -> None:
    assert "Waiting for the first poll" in text(client)


def test_a_remote_that_never_answered_is_the_verdict(client: Client, board: Board) -> None:
    board.git.failed(timezone.now(), "git fetch: could not resolve host", timezone.now())
    html = text(client)
    assert "Could not tell: Megatron-LM does not answer" in html
    assert "could not resolve host" in html


def test_agreement_is_quiet(client: Client, board: Board) -> None:
    board.agree()
    html = text(client)
    assert "All in sync" in html
    assert "favicon-sync" in html
    assert "Out of sync" in html  # the filter
    assert "<title>Overview" in html


def test_a_desync_comes_first_with_who_when_and_what_was_left(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    html = text(client)
    assert "Megatron-LM main is out of sync: GitHub builds on 26.04, GitLab on 26.02" in html
    assert "https://github.com/NVIDIA/Megatron-LM/pull/4611" in html
    assert "chore: Update Docker image version to 26.04-py3" in html
    assert "docker/.ngc_version.dev" in html
    assert "amd64 and arm64 of <code>.gitlab/stages/01.build.yml</code>" in html
    assert reverse("desync", args=[desync.pk]) in html
    assert "<title>≠ Overview" in html
    assert 'data-state="desync"' in html
    assert "GitLab 1 behind" in html


def test_a_branch_cut_out_of_sync_blames_no_pull_request(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    desync.opened_position = 0
    desync.save()
    assert "the branch was cut" in text(client)


def test_several_desyncs_are_a_list(client: Client, board: Board) -> None:
    board.forget_gitlab()
    Board("other", "Other").forget_gitlab()
    html = text(client)
    assert "2 branches are out of sync" in html
    assert html.count("See the desync of") == 2


def test_an_unreadable_pin_is_neither_agreement_nor_desync(client: Client, board: Board) -> None:
    board.agree()
    board.pin(board.gitlab, "2 rows match the selector", 4, row="amd64", kind="unreadable")
    html = text(client)
    assert "Could not tell: Megatron-LM main" in html
    assert "2 rows match the selector" in html


def test_a_submodule_is_compared_with_the_commits_beside_it(client: Client, board: Board) -> None:
    submodule(board, sha(0xAAAAAAA << 132), sha(0xAAAAAAA << 132), sha(0xBBBBBBB << 132))
    html = text(client)
    assert "submodule commit" in html
    assert ".main.commit" in html


def test_other_branches_fold_while_they_are_in_sync(client: Client, board: Board) -> None:
    board.agree()
    quiet = board.branch("core_r0.16.0")
    board.pin(board.github, "26.02", 0, branch=quiet)
    board.pin(board.gitlab, "26.02", 0, branch=quiet)
    assert "core_r0.16.0" not in text(client)
    assert "1 more row, none out of sync" in text(client)
    assert "core_r0.16.0" in text(client, "/?all=1")


def test_a_branch_out_of_sync_never_folds(client: Client, board: Board) -> None:
    board.agree()
    loud = board.branch("core_r0.17.0")
    board.pin(board.github, "26.04", 0, branch=loud)
    board.pin(board.gitlab, "26.02", 0, branch=loud)
    assert "core_r0.17.0" in text(client)


def test_the_filter_is_in_the_address(client: Client, board: Board) -> None:
    board.agree()
    assert "No branch is out of sync" in text(client, "/?show=desync")
    assert "No branch is behind" in text(client, "/?show=behind")
    assert "Base images" in text(client, "/?show=nonsense")


def test_a_failing_remote_keeps_the_old_data_with_its_age_and_the_reason(client: Client, board: Board) -> None:
    board.agree()
    now = timezone.now()
    Remote.objects.filter(pk=board.git.pk).update(answered_at=now - timedelta(minutes=14))
    board.git.failed(now, "git fetch: <b>timed out</b>", now)
    html = text(client)
    assert "14 min ago" in html
    assert "because git fetch: &lt;b&gt;timed out&lt;/b&gt;" in html
    assert "All in sync" in html


def test_deleted_and_untracked_branches_are_not_shown(client: Client, board: Board) -> None:
    board.forget_gitlab()
    Branch.objects.update(deleted_at=timezone.now())
    html = text(client)
    assert "is out of sync" not in html


def test_hostile_names_and_subjects_are_escaped(client: Client, board: Board) -> None:
    hostile = "<script>alert(1)</script><!channel>"
    board.forget_gitlab(subject=hostile)
    Branch.objects.update(name=hostile)
    html = text(client)
    assert "<script>alert" not in html
    assert "<!channel>" not in html
    assert "&lt;script&gt;" in html


def test_htmx_gets_the_live_part_alone(client: Client, board: Board) -> None:
    board.agree()
    assert "<html" in text(client)
    live = text(client, **{"HX-Request": "true"})
    assert "<html" not in live
    assert 'id="live"' in live
    whole = text(client, **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole


def test_a_row_is_pinned_by_the_first_that_took_its_value(client: Client, board: Board) -> None:
    desync = board.forget_gitlab()
    board.repair(desync)
    PinValue.objects.exclude(pull_request__in=["#4611", "#4688"]).delete()
    rows = text(client).split('class="c-pinned"')[-1]
    assert "#4611" in rows.split("</td>")[0]


def test_it_refuses_post(client: Client) -> None:
    assert client.post(URL).status_code == 405
