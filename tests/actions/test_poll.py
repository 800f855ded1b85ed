from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from bumps.actions import poll as module
from bumps.actions.backfill import Backfilled
from bumps.actions.follow_up import FollowUp
from bumps.actions.poll import poll
from bumps.models import JobRun, PinValue, Remote
from bumps.ports import RateLimited
from tests.origins.megatron import both_pins
from tests.world import World


def test_a_remote_that_is_down_is_said_and_known_values_stay(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.poll()
    seen = world.remote.answered_at
    world.origin.path.rename(world.origin.path.with_name("gone"))
    poll(world.remote.pk)
    remote = world.remote
    assert "does not appear to be a git repository" in remote.error
    assert (remote.answered_at, remote.failures) == (seen, 1)
    assert remote.failing_since is not None
    assert PinValue.objects.filter(is_current=True).exists()


def test_polls_of_a_failing_remote_back_off_up_to_a_limit(world: World, settings: Settings) -> None:
    settings.POLL_SECONDS, settings.BACKOFF_LIMIT_SECONDS = 60, 900
    waits = []
    for _ in range(7):
        before = timezone.now()
        poll(world.remote.pk)
        waits.append(((world.remote.next_poll_at or before) - before).total_seconds())
    assert 50 <= waits[0] <= 70
    assert all(later > earlier * 1.5 for earlier, later in pairwise(waits[:4]))
    assert max(waits) <= 1000


def test_it_recovers_by_itself(world: World) -> None:
    poll(world.remote.pk)
    assert world.remote.failures == 1
    world.commit(both_pins("26.02"))
    poll(world.remote.pk)
    remote = world.remote
    assert (remote.error, remote.failures, remote.failing_since) == ("", 0, None)


def test_a_remote_that_another_worker_holds_is_left_alone(world: World) -> None:
    world.commit(both_pins("26.02"))
    assert world.remote.claim(timezone.now(), timedelta(minutes=1))
    assert poll(world.remote.pk) == []
    assert not PinValue.objects.exists()


def test_a_claim_runs_out_when_its_worker_died(world: World) -> None:
    world.commit(both_pins("26.02"))
    assert world.remote.claim(timezone.now() - timedelta(minutes=2), timedelta(minutes=1))
    poll(world.remote.pk)
    assert PinValue.objects.exists()


def test_a_quiet_poll_leaves_no_job_behind(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.poll()
    jobs = JobRun.objects.count()
    world.poll()
    assert JobRun.objects.count() == jobs == 1
    assert (JobRun.objects.get().state, JobRun.objects.get().message) == ("succeeded", "read main: 5 pin changes")


def test_a_move_of_the_default_branch_leads_to_discovery(world: World) -> None:
    world.commit(both_pins("26.02"))
    discovery = FollowUp("workers.tasks.discover_pins", world.remote.pk)
    assert discovery in poll(world.remote.pk)


def test_a_rate_limit_waits_in_the_database_until_its_reset(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reset = timezone.now() + timedelta(minutes=17)

    def limited(*_: object) -> None:
        raise RateLimited("come back later", reset)

    monkeypatch.setattr(module, "poll_claimed", limited)
    poll(world.remote.pk)
    assert world.remote.next_poll_at == reset


def test_a_defect_of_ours_is_seen_and_does_not_hold_the_remote(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(module, "poll_claimed", broken)
    with pytest.raises(ZeroDivisionError):
        poll(world.remote.pk)
    assert JobRun.objects.get().state == JobRun.State.FAILED
    assert (world.remote.error, world.remote.lease_until) == ("internal error (ZeroDivisionError)", None)


def test_a_remote_that_is_gone_is_left_quietly(world: World) -> None:
    Remote.objects.filter(pk=world.remote.pk).update(retired_at=timezone.now())
    assert poll(world.remote.pk if Remote.objects.filter(retired_at=None).exists() else 0) == []


def test_who_asked_while_a_poll_ran_gets_another_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook's push may have come after this fetch."""
    world.commit(both_pins("26.02"))

    def pushed_meanwhile(remote: Remote, *_: object) -> Backfilled:
        remote.poll_now(timezone.now())
        return Backfilled()

    monkeypatch.setattr(module, "poll_claimed", pushed_meanwhile)
    poll(world.remote.pk)
    assert world.remote.next_poll_at is not None
    assert world.remote.next_poll_at <= timezone.now()
    monkeypatch.undo()
    poll(world.remote.pk)
    assert world.remote.next_poll_at > timezone.now() + timedelta(seconds=30)
