"""The real worker, beat, Valkey and web server beside a sandbox of GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dashboard.up.running import wait_until
from tests.integrations.contract.sides import Hub, Lab, Told
from tests.origins import files
from tests.origins.megatron import both_pins
from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN, Town, town
from tests.sandbox.server import Sandbox
from tests.sandbox.webhooks.delivery import Hook
from tests.service.running import Bumpboard

pytestmark = [pytest.mark.service, pytest.mark.enable_socket]
OOM = b"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB\n"
SECRET = "a secret of this test"
DONE = "SELECT count(*) FROM bumps_run WHERE is_settled"
EXPLAINED = "SELECT count(*) FROM bumps_jobresult WHERE triage = 'done'"
JOBS = 60


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with Sandbox(tmp_path / "sandbox", datetime.now(UTC), speed=1.0) as sandbox:
        made = town(sandbox)
        made.commit(both_pins("26.02"), "Start (#1)")
        made.mirror()
        yield made


def board(home: Path, place: Town, **env: str) -> Bumpboard:
    sandbox = place.sandbox
    told = {
        "GITHUB_URL": sandbox.github_url,
        "GITHUB_API_URL": sandbox.github_api_url,
        "GITHUB_TOKEN": BOT_TOKEN,
        "GITLAB_URL": sandbox.gitlab_url,
        "GITLAB_TOKEN": LAB_TOKEN,
        "GITHUB_WEBHOOK_SECRET": SECRET,
    }
    return Bumpboard(home, place.repo.origin, told | env)


def fill(place: Town) -> None:
    """Runs on both systems, each with failures."""
    hub, lab, now = Hub(place), Lab(place), datetime.now(UTC).replace(microsecond=0)
    for number in range(4):
        jobs = [
            Told(f"gpt/t{index} - latest", "failure" if index % 20 == number else "success", OOM)
            for index in range(JOBS)
        ]
        hub.add(jobs, at=now - timedelta(hours=number + 1), state="failure")
        lab.add([Told("a", "failure", OOM), Told("b")], at=now - timedelta(hours=number + 1), state="failure")


def test_a_push_is_on_the_page_by_its_webhook_long_before_the_next_poll(tmp_path: Path, place: Town) -> None:
    # Polled once an hour: what is seen came by the webhook.
    running = board(tmp_path / "home", place, POLL_SECONDS="3600", LEASE_SECONDS="45")
    with running.up():
        wait_until(lambda: "26.02" in running.page(), 30, running.page)
        url = f"http://127.0.0.1:{running.service.port}/webhooks/github"
        place.sandbox.hooks.add(Hook("github", url, SECRET))
        place.commit({files.GITHUB_DEV: files.pin("26.04")}, "chore: bump (#4611)")
        wait_until(lambda: "Megatron-LM main is out of sync" in running.page(), 30, running.page)
        place.sandbox.hooks.drain()
        assert {delivery.status for delivery in place.sandbox.hooks.deliveries} == {202}


def test_a_worker_killed_while_it_asks_leaves_the_same_result(tmp_path: Path, place: Town) -> None:
    fill(place)
    held = place.sandbox.fault("hold", service="github", path=r".*/runs/\d+/jobs", nth=3)
    disturbed = board(tmp_path / "home", place)
    with disturbed.up() as running:
        held.wait_reached(60)
        assert disturbed.count(DONE) < 8, "it was caught too late to prove anything"
        disturbed.kill_worker()
        held.release()
        running.says("starting it again", timeout=30)
        disturbed.reads(DONE, 8, 60)
        disturbed.reads(EXPLAINED, 16, 60)
    undisturbed = board(tmp_path / "other", place)
    with undisturbed.up():
        undisturbed.reads(DONE, 8, 60)
        undisturbed.reads(EXPLAINED, 16, 60)
    assert disturbed.ci_snapshot() == undisturbed.ci_snapshot()


def test_an_outage_is_told_and_forgotten_once_it_is_over(tmp_path: Path, place: Town) -> None:
    running = board(tmp_path / "home", place)
    with running.up():
        fill(place)
        running.reads(DONE, 8, 60)
        for service in ("github", "gitlab"):
            place.sandbox.fault("status", service=service, status=503, times=0)
        down = "SELECT count(*) FROM bumps_remote WHERE kind != 'git' AND failures >= 2 AND location LIKE '%egatron-lm'"
        running.reads(down, 2, 30)
        Hub(place).add([Told("gpt/late - latest", "failure", OOM)], at=datetime.now(UTC).replace(microsecond=0))
        place.sandbox.faults.clear()
        running.reads(DONE, 9, 30)
        running.reads(down.replace(">= 2", "= 0"), 2, 30)
