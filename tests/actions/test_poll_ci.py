"""Runs, jobs and what they failed of, from both CI systems into rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from bumps.actions.poll_ci import poll_ci
from bumps.models import Bump, JobResult, JobRun, MirrorLag, Remote, Run
from tests.actions.ci_world import CiWorld, minutes_ago
from tests.integrations.contract.sides import Told
from tests.origins import files
from tests.origins.megatron import both_pins

pytestmark = pytest.mark.enable_socket
OOM = b"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB\n"


def test_runs_of_both_systems_come_with_their_jobs_and_images(ci: CiWorld) -> None:
    ci.town.mirror()
    ci.hub.add([Told("gpt/a - latest"), Told("gpt/b - latest", "failure", OOM)], at=minutes_ago(30), state="failure")
    ci.lab.add([Told("c", "failure", OOM)], at=minutes_ago(20), state="failure")
    ci.poll()
    found = {run.remote.kind: run for run in Run.objects.select_related("remote")}
    assert found["github"].baseline == found["gitlab"].baseline == "main"
    assert found["github"].images["dev"].endswith("pytorch:26.02-py3")
    assert found["gitlab"].images["dev"].endswith("pytorch:26.02-py3")
    assert all(run.is_settled for run in found.values())
    jobs = ci.jobs()
    assert jobs["gpt/a - latest"] == ("completed", "success", "")
    assert jobs["gpt/b - latest"] == jobs["c"] == ("completed", "failure", "oom")


def test_a_quiet_poll_asks_little_and_leaves_no_trace(ci: CiWorld) -> None:
    ci.hub.add([Told()], at=minutes_ago(30))
    ci.poll()
    before, jobs = ci.requests(), JobRun.objects.count()
    ci.poll("github")
    assert ci.requests() - before <= 4
    assert all(one.conditional for one in ci.sandbox.log.find("github")[before:])
    assert all(one.status == 304 for one in ci.sandbox.log.find("github")[before:])
    assert JobRun.objects.count() == jobs


def test_a_run_is_followed_until_it_ends(ci: CiWorld) -> None:
    run = ci.hub.add([Told("gpt/a - latest", "in_progress")], at=minutes_ago(5), state="in_progress")
    ci.poll()
    row = Run.objects.get()
    assert (row.status, row.conclusion, row.is_settled) == ("running", "", False)
    assert ci.jobs()["gpt/a - latest"][0] == "running"
    job = ci.town.repo.runs[int(run)].last.jobs[0]
    job.status, job.conclusion = "completed", "success"
    ci.hub.set_state(run, "success")
    ci.poll("github")
    row.refresh_from_db()
    assert (row.status, row.conclusion, row.is_settled) == ("completed", "success", True)


@pytest.mark.parametrize("word", ["queued", "waiting", "baffled"])
def test_waiting_is_not_running_and_unknown_words_do_no_harm(ci: CiWorld, word: str) -> None:
    ci.hub.add(at=minutes_ago(5), state=word)
    ci.poll()
    assert Run.objects.get().status == {"baffled": "unknown"}.get(word, word)


def test_a_re_run_replaces_the_attempt_before_it(ci: CiWorld) -> None:
    run = ci.hub.add([Told("gpt/a - latest", "failure", OOM)], at=minutes_ago(30), state="failure")
    ci.poll()
    ci.hub.retry(run, Told("gpt/a - latest"))
    ci.poll("github")
    assert Run.objects.get().attempt == 2
    rows = JobResult.objects.order_by("attempt")
    assert [(row.conclusion, row.counts) for row in rows] == [("failure", False), ("success", True)]
    assert rows[0].failure_kind == "oom"


def test_a_run_deleted_there_keeps_its_last_state(ci: CiWorld) -> None:
    kept = ci.hub.add([Told()], at=minutes_ago(50))
    gone = ci.hub.add([Told()], at=minutes_ago(40))
    ci.hub.add([Told()], at=minutes_ago(30))
    ci.poll()
    ci.hub.delete(gone)
    ci.poll("github")
    row = Run.objects.get(external_id=gone)
    assert row.gone_at is not None
    assert (row.conclusion, row.jobs.count()) == ("success", 1)
    assert Run.objects.get(external_id=kept).gone_at is None


def test_a_pull_request_that_touches_a_pin_is_a_bump_whatever_it_is_called(ci: CiWorld) -> None:
    bump = ci.open_pull({files.GITHUB_DEV: files.pin("26.04")}, "Polish the docs", "docs")
    ci.open_pull({"README.md": "more"}, "chore: bump the image to 26.04", "readme")
    ci.poll()
    found = Bump.objects.select_related("pull_request").get()
    assert found.pull_request.number == bump.number
    assert {name: after[-12:] for name, (_, after) in found.changes.items()} == {"github/dev": "rch:26.04-py3"[-12:]}
    assert not found.agrees


def test_a_bump_that_no_longer_touches_a_pin_is_none_and_one_that_was_merged_stays(ci: CiWorld) -> None:
    ci.open_pull(both_pins("26.04"), "bump", "one")
    other = ci.open_pull(both_pins("26.04"), "bump too", "two")
    ci.poll()
    assert [bump.agrees for bump in Bump.objects.all()] == [True, True]
    ci.sandbox.clock.step(60)
    ci.town.commit(both_pins("26.02"), "never mind", "one")
    assert other.pull is not None
    other.state, other.pull.merged_at = "closed", ci.sandbox.world.now()
    other.closed_at = other.updated_at = ci.sandbox.world.now()
    ci.poll("github")
    (left,) = Bump.objects.select_related("pull_request")
    assert (left.pull_request.number, left.pull_request.state) == (other.number, "merged")


def test_the_image_of_a_pull_requests_run_is_that_of_its_merge(ci: CiWorld) -> None:
    bump = ci.open_pull({files.GITHUB_LTS: files.pin("25.09")}, "lts", "lts")
    ci.town.commit(both_pins("26.04"), "Bumped meanwhile (#2)")
    assert bump.pull is not None
    ci.hub.add_on(f"pull-request/{bump.number}", bump.pull.head_sha, [Told()], at=minutes_ago(-1))
    ci.poll()
    run = Run.objects.get()
    assert (run.pull_request, run.image_inferred) == (bump.number, True)
    assert run.images["dev"].endswith("26.04-py3")
    assert run.images["lts"].endswith("25.09-py3")
    assert run.jobs.count() == 1


def test_runs_of_pull_requests_that_touch_no_pin_cost_no_request_for_jobs(ci: CiWorld) -> None:
    other = ci.open_pull({"README.md": "more"}, "docs", "docs")
    assert other.pull is not None
    ci.hub.add_on(f"pull-request/{other.number}", other.pull.head_sha, [Told()], at=minutes_ago(3))
    ci.poll()
    assert Run.objects.get().pull_request == other.number
    assert not ci.sandbox.log.find("github", path=".*/jobs")


def test_how_far_a_mirror_is_behind_is_counted(ci: CiWorld) -> None:
    ci.town.mirror()
    for number in range(3):
        ci.town.commit({"README.md": str(number)}, f"Change (#{number})")
    ci.poll()
    lag = MirrorLag.objects.select_related("branch").get()
    assert (lag.branch.name, lag.behind) == ("main", 3)
    assert lag.behind_since is not None
    ci.town.mirror()
    ci.poll("gitlab")
    assert MirrorLag.objects.filter(behind=0, behind_since=None).count() == 1


def test_without_a_token_it_says_so_and_stretches_its_polls(ci: CiWorld, settings: Settings) -> None:
    settings.GITHUB_TOKEN = ""
    ci.hub.add([Told()], at=minutes_ago(30))
    ci.poll("git", "github")
    remote = ci.remote("github")
    assert remote.quota is not None
    assert remote.quota.is_anonymous
    assert (remote.quota.limit, Run.objects.count()) == (60, 1)
    assert remote.next_poll_at is not None
    assert remote.next_poll_at - timezone.now() > timedelta(seconds=settings.POLL_SECONDS)


def test_a_rate_limit_waits_in_the_database(ci: CiWorld) -> None:
    ci.sandbox.fault("rate_limit", service="github", seconds=600.0)
    poll_ci(ci.remote("github").pk)
    remote = ci.remote("github")
    assert "limits how often" in remote.error
    assert remote.next_poll_at is not None
    assert remote.next_poll_at > timezone.now() + timedelta(seconds=1)
    assert remote.quota is not None
    assert remote.quota.blocked_until == remote.next_poll_at


def test_a_low_quota_is_not_spent_on_jobs_to_its_end(ci: CiWorld, settings: Settings) -> None:
    settings.GITHUB_TOKEN = ""
    ci.sandbox.github.quota.anonymous = 20
    for number in range(30):
        ci.hub.add([Told()], at=minutes_ago(60 - number))
    ci.poll("git", "github")
    settled = Run.objects.filter(is_settled=True)
    assert 0 < settled.count() < 30
    assert settled.order_by("created_at")[0].created_at > minutes_ago(59), "the newest come first"
    remote = ci.remote("github")
    assert remote.quota is not None
    assert remote.quota.remaining
    ci.sandbox.github.quota.reset()
    ci.sandbox.github.quota.anonymous = 60
    Remote.objects.update(lease_until=None)
    ci.poll("github")
    assert settled.count() == 30
