from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bumps.models import CommitStatus, PullRequest
from tests.actions.ci_world import CiWorld
from tests.origins.megatron import both_pins
from tests.sandbox.state.github import Status

pytestmark = pytest.mark.enable_socket


def say(ci: CiWorld, sha: str, state: str) -> None:
    status = Status(ci.sandbox.world.id("status"), "gitlab/mr", state, "of GitLab", "", "ada", ci.sandbox.world.now())
    ci.town.repo.statuses[sha] = [status]


def test_what_gitlab_wrote_on_a_bumps_head_is_read(ci: CiWorld) -> None:
    bump = ci.open_pull(both_pins("26.04"))
    assert bump.pull is not None
    say(ci, bump.pull.head_sha, "pending")
    ci.poll()
    assert CommitStatus.objects.get().state == "pending"
    say(ci, bump.pull.head_sha, "failure")
    ci.poll("github")
    assert CommitStatus.objects.get().state == "pending", "asked for a moment ago"
    PullRequest.objects.update(statuses_at=timezone.now() - timedelta(minutes=6))
    ci.poll("github")
    assert CommitStatus.objects.get().state == "failure"


def test_other_pull_requests_are_not_asked_about(ci: CiWorld) -> None:
    ci.open_pull({"README.md": "more"})
    ci.poll()
    assert not ci.sandbox.log.find("github", path=".*/status")
