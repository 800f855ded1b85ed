"""The Tests page: its sentence, its heads, its cells."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from bumps.models import Desync, Run
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci, hours_ago

URL = "/tests/"
HOSTILE = '"><script>alert(1)</script><!channel>'
pytestmark = pytest.mark.django_db


def text(client: Client, url: str = URL, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def headline(html: str) -> str:
    found = re.search(r'<h1 id="headline">([^<]*)</h1>', html)
    assert found
    return found[1]


def test_with_nothing_tracked_it_says_so(client: Client) -> None:
    assert headline(text(client)) == "Nothing is tracked yet"


def test_before_the_first_run_it_says_what_fills_it(client: Client, ci: Ci) -> None:
    html = text(client)
    assert headline(html) == "No run of Megatron-LM main yet"
    assert "Polling brings them" in html


def test_a_new_failure_comes_first_with_its_kind_place_and_time(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, True, False])
    ci.history("passes", [True, True, True])
    html = text(client)
    assert headline(html).startswith("1 new failure on Megatron-LM main: a hang on GitHub since ")
    assert "Show the new one" in html
    assert ">hang</a>" in html
    assert 'title="passes"' not in html  # green rows are hidden
    assert "1 green row hidden" in html


def test_a_failure_of_weeks_is_known(client: Client, ci: Ci) -> None:
    ci.history("old", [True, *[False] * 9])
    assert headline(text(client)) == "1 test fails on Megatron-LM main, none of them new"


def test_several_new_failures_are_counted_by_kind(client: Client, ci: Ci) -> None:
    before, now = ci.run(hours_ago(9)), ci.run(hours_ago(2))
    for name in ("a", "b", "c"):
        ci.result(before, name)
    ci.fail(now, "a", "oom")
    ci.fail(now, "b", "drift")
    ci.fail(now, "c", "drift")
    assert "3 new failures on Megatron-LM main: an out of memory and 2 golden drifts on GitHub" in headline(
        text(client)
    )


def test_one_test_failing_in_both_systems_is_one(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, False])
    ci.history("hangs", [True, False], remote=ci.gitlab)
    assert "1 new failure on Megatron-LM main: a hang on GitHub and GitLab since" in headline(text(client))


def test_a_pass_ends_it(client: Client, ci: Ci) -> None:
    ci.history("hangs", [True, False, True])
    html = text(client)
    assert headline(html) == "No test fails on Megatron-LM main"
    assert ">hang</a>" in html  # it did, in a shown run


def test_all_green_offers_all(client: Client, ci: Ci) -> None:
    ci.history("passes", [True])
    assert "Every test of these runs is green" in text(client)
    assert 'title="passes"' in text(client, "/tests/?show=all")


def test_every_kind_has_its_cell(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(2))
    for kind in ("timeout", "oom", "nan", "assertion", "infrastructure", "unknown", "newly-invented"):
        ci.fail(run, kind, kind)
    ci.fail(run, "drift", "drift", failure_metrics=["lm loss", "num-zeros"])
    ci.fail(run, "unread", "", triage="pending")
    ci.result(run, "waits", status="waiting")
    ci.result(run, "runs", status="running")
    ci.result(run, "cancelled", "cancelled")
    html = text(client, "/tests/?show=all")
    for word in ("hang", "OOM", "NaN", "fail", "infra", "~ 2"):
        assert f">{word}</a>" in html, word
    assert "Golden drift: lm loss and num-zeros" in html
    for label in ("Unknown cause", "waiting for a runner or an approval", "running"):
        assert f'aria-label="{label}"' in html, label
    assert "newly-invented" in html
    assert ">–</span>" in html


def test_only_the_last_attempt_counts(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(2))
    ci.fail(run, "retried", counts=False)
    ci.result(run, "retried", attempt=2)
    assert headline(text(client)) == "No test fails on Megatron-LM main"
    assert ">hang</a>" not in text(client, "/tests/?show=all")


def test_heads_tell_the_image_its_bump_and_the_desync(client: Client, ci: Ci, board: Board) -> None:
    desync = board.forget_gitlab()
    board.repair(desync)
    opened = desync.opened_at
    Desync.objects.filter(pk=desync.pk).update(closed_at=opened + timedelta(hours=8))
    for at, tag, remote in (
        (opened - timedelta(hours=2), "26.02", ci.github),
        (opened + timedelta(hours=2), "26.04", ci.github),
        (opened + timedelta(hours=2), "26.02", ci.gitlab),
    ):
        ci.result(ci.run(at, remote=remote, tag=tag), "passes")
    html = text(client)
    assert "pull/4611" in html
    assert 'class="tag small-tag desync"' in html
    assert html.count('class="tag small-tag desync"') == 1  # GitLab's, which was left behind
    assert f'href="/desyncs/{desync.pk}/"' in html
    assert "in 1 of these 1 runs" in html


def test_the_image_of_a_pull_requests_run_is_said_to_be_inferred(client: Client, ci: Ci) -> None:
    ci.result(ci.run(hours_ago(1), baseline="", pull_request=5632, image_inferred=True), "passes")
    assert "inferred: its head merged into its base" in text(client, "/tests/?pr=5632")


def test_a_run_deleted_there_keeps_its_last_state(client: Client, ci: Ci) -> None:
    ci.history("hangs", [False])
    Run.objects.update(gone_at=hours_ago(0))
    assert "its last known state stays" in text(client)


def test_jobs_nobody_foresaw_are_listed(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(1))
    ci.stranger(run, "gpt/renamed " + HOSTILE)
    assert "Not recognised" in text(client)
    html = text(client, "/tests/?show=unrecognised")
    assert "gpt/renamed" in html
    assert "<script>alert" not in html


def test_hostile_names_metrics_lines_and_addresses_are_escaped(client: Client, ci: Ci) -> None:
    run = ci.run(hours_ago(1), remote=ci.github)
    Run.objects.update(name=HOSTILE, url="javascript:alert(1)", image=HOSTILE, images={})
    job = ci.fail(
        run, ci.test(HOSTILE, HOSTILE), HOSTILE[:20], HOSTILE, failure_metrics=[HOSTILE], failure_note=HOSTILE,
        failure_excerpt=[HOSTILE], failure_source=HOSTILE, platform=HOSTILE[:40],
    )  # fmt: skip
    job.url = "javascript:alert(2)"
    job.save()
    for url in (f"{URL}?show=all&cell={job.pk}", f"{URL}?q={HOSTILE}&kind={HOSTILE}&branch={HOSTILE}", f"{URL}?pr=1"):
        html = text(client, url)
        assert "<script>alert" not in html
        assert "<!channel>" not in html
        assert "javascript:" not in html


def test_htmx_refreshes_the_grid_alone(client: Client, ci: Ci) -> None:
    ci.history("hangs", [False])
    live = text(client, **{"HX-Request": "true", "HX-Target": "live"})
    assert "<html" not in live
    assert 'id="live"' in live
    assert "<html" in text(client, **{"HX-Request": "true", "HX-Target": "side"})


def test_it_refuses_post(client: Client) -> None:
    assert client.post(URL).status_code == 405
