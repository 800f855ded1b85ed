from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from pytest_django.fixtures import Settings

from bumps.actions.sweep import sweep, tidy
from bumps.models import JobRun
from tests.world import World


def test_due_remotes_are_sent_once(world: World) -> None:
    now = timezone.now()
    assert world.remote.pk in {follow_up.id for follow_up in sweep(now)}
    assert sweep(now) == []


def test_what_the_queue_lost_is_sent_again(world: World, settings: Settings) -> None:
    now = timezone.now()
    sweep(now)
    later = now + timedelta(seconds=settings.LEASE_SECONDS + 1)
    assert world.remote.pk in {follow_up.id for follow_up in sweep(later)}


def test_github_and_gitlab_projects_are_not_polled_as_git(world: World) -> None:
    kinds = {world.repository.remotes.get(pk=f.id).kind for f in sweep(timezone.now()) if f.id == world.remote.pk}
    assert kinds == {"git"}


def test_a_job_without_a_sign_of_life_is_said_to_be_interrupted(world: World) -> None:
    old = timezone.now() - timedelta(minutes=10)
    job = JobRun.objects.create(kind="poll", repository=world.repository, started_at=old, beat_at=old)
    sweep(timezone.now())
    job.refresh_from_db()
    assert job.state == JobRun.State.INTERRUPTED


def test_old_jobs_are_forgotten_and_recent_ones_kept(world: World) -> None:
    now = timezone.now()
    for days in (1, 40):
        at = now - timedelta(days=days)
        JobRun.objects.create(kind="poll", started_at=at, beat_at=at).succeed(at, "done")
    tidy(now)
    assert JobRun.objects.count() == 1
