"""Whatever goes wrong on the way, and wherever a worker dies: the end is the same as if nothing had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.utils import timezone

from bumps.actions.poll import poll
from bumps.actions.poll_ci import poll_ci
from bumps.actions.sweep import sweep
from bumps.actions.triage_job import triage_job
from bumps.models import (
    CachedResponse,
    CommitStatus,
    JobResult,
    MirrorLag,
    PullRequest,
    Quota,
    Remote,
    Run,
    TestCase,
)
from tests.actions.ci_world import CiWorld, minutes_ago
from tests.integrations.contract.sides import Told
from tests.origins.megatron import both_pins

pytestmark = pytest.mark.enable_socket
OOM = b"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB\n"
DRIFT = b"The following metrics failed: lm loss, num-zeros\n"


def a_busy_day(ci: CiWorld, look: Callable[[], None]) -> None:
    """Things happen; `look` is called between them."""
    ci.town.mirror()
    first = ci.hub.add([Told("gpt/a - latest"), Told("gpt/b - latest", "failure", OOM)], at=minutes_ago(50))
    look()
    bump = ci.open_pull(both_pins("26.04"), "bump")
    assert bump.pull is not None
    ref = f"pull-request/{bump.number}"
    second = ci.hub.add_on(ref, bump.pull.head_sha, [Told("gpt/a - latest", "in_progress")], at=minutes_ago(40))
    ci.hub.set_state(second, "in_progress")
    look()
    ci.lab.add([Told("c", "failure", DRIFT), Told("d")], at=minutes_ago(30), state="failure")
    job = ci.town.repo.runs[int(second)].last.jobs[0]
    job.status, job.conclusion, job.log = "completed", "failure", lambda: iter([DRIFT])
    ci.hub.set_state(second, "failure")
    look()
    ci.hub.retry(first, Told("gpt/b - latest"))
    ci.hub.add([Told(f"gpt/many{number} - latest") for number in range(120)], at=minutes_ago(10))
    look()


class Looker:
    """Polls as the workers would: what is due, until nothing is; everything is made due at each look."""

    def __init__(self, ci: CiWorld) -> None:
        self.ci = ci

    def __call__(self, *, patience: int = 12) -> None:
        for _ in range(patience):
            Remote.objects.filter(next_poll_at__isnull=False).update(next_poll_at=timezone.now(), lease_until=None)
            JobResult.objects.filter(triage="pending").update(triage_at=timezone.now(), triage_lease_until=None)
            Quota.objects.update(blocked_until=None)
            for follow_up in sweep(timezone.now()):
                self._run(follow_up.task, follow_up.id)
            calm = not Remote.objects.filter(repository=self.ci.repository, failures__gt=0).exists()
            if calm and not JobResult.objects.filter(triage="pending").exists():
                return
        raise AssertionError([remote.error for remote in Remote.objects.all()])

    def _run(self, task: str, pk: int) -> None:
        if task == "workers.tasks.triage_job":
            triage_job(pk)
        elif Remote.objects.filter(pk=pk, repository=self.ci.repository).exists():
            {"workers.tasks.poll_remote": poll, "workers.tasks.poll_ci": poll_ci}[task](pk)


def seen_afresh(ci: CiWorld) -> list[object]:
    """What a database that knew nothing makes of the same world, asked once and undisturbed."""
    ci.sandbox.faults.clear()
    for model in (Run, PullRequest, CommitStatus, MirrorLag, CachedResponse, Quota, TestCase):
        model.objects.all().delete()
    Remote.objects.update(runs_seen_at=None, pulls_seen_at=None, failures=0, failing_since=None, error="")
    Looker(ci)()
    return ci.snapshot()


def test_looking_all_along_and_looking_once_see_the_same(ci: CiWorld) -> None:
    a_busy_day(ci, Looker(ci))
    seen = ci.snapshot()
    assert len(seen) > 130
    assert seen == seen_afresh(ci)


FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 500},
    {"kind": "reset"},
    {"kind": "truncate"},
    {"kind": "garbage"},
    {"kind": "rate_limit", "seconds": 1.0},
    {"kind": "secondary", "seconds": 1.0},
    {"kind": "too_many", "seconds": 1.0},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['kind']}{fault.get('status', '')}")
def test_whatever_breaks_on_the_way_the_end_is_the_same(ci: CiWorld, fault: dict[str, Any]) -> None:
    looker = Looker(ci)

    def disturbed() -> None:
        for nth in (1, 2, 4, 7):
            ci.sandbox.fault(**fault, nth=nth)
        looker(patience=30)

    a_busy_day(ci, disturbed)
    assert ci.snapshot() == seen_afresh(ci)


def test_an_outage_of_many_intervals_leaves_no_gap(ci: CiWorld) -> None:
    looker = Looker(ci)
    looks = iter([True, False, False, True])

    def sometimes() -> None:
        if next(looks):
            looker()
        else:
            ci.sandbox.fault("reset", times=0)
            for kind in ("github", "gitlab"):
                poll_ci(ci.remote(kind).pk)
                assert ci.remote(kind).failures > 0
            ci.sandbox.faults.clear()

    a_busy_day(ci, sometimes)
    assert ci.snapshot() == seen_afresh(ci)


class Killed(BaseException):
    """The worker is gone: no `except` of ours sees it, no `finally` may matter."""


@pytest.mark.parametrize("nth", range(1, 12))
def test_killed_after_any_request_the_end_is_the_same(ci: CiWorld, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    looker, count = Looker(ci), 0
    send = requests.Session.send

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        answer = send(*args, **kwargs)
        if count == nth:
            raise Killed
        return answer

    monkeypatch.setattr(requests.Session, "send", deadly)

    def resumed() -> None:
        nonlocal count
        count = 0
        try:
            looker()
        except Killed:
            looker()

    a_busy_day(ci, resumed)
    monkeypatch.undo()
    assert ci.snapshot() == seen_afresh(ci)


def test_two_workers_at_once_store_everything_once(ci: CiWorld) -> None:
    ci.town.mirror()
    ci.hub.add([Told("gpt/b - latest", "failure", OOM)], at=minutes_ago(50), state="failure")
    for _ in range(3):
        Remote.objects.update(lease_until=None)
        for kind in ("git", "github", "gitlab"):
            ci.poll(kind)
    for job in JobResult.objects.all():
        triage_job(job.pk)
    logs = ci.sandbox.log.find("github", path=".*/logs")
    assert len(logs) == 1, "a failure is read once"
    assert ci.snapshot() == seen_afresh(ci)
