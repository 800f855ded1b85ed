from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from bumps.models import JobResult, Run
from tests.actions.ci_world import CiWorld, minutes_ago
from tests.actions.conftest import ci, sandbox
from tests.integrations.contract.sides import Told

__all__ = ["ci", "sandbox"]
pytestmark = pytest.mark.enable_socket


def call(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("poll_ci", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_says_what_each_ci_system_told(ci: CiWorld) -> None:
    ci.hub.add([Told("gpt/a - latest", "failure")], at=minutes_ago(9), state="failure")
    out, _ = call("megatron-lm")
    assert "Megatron-LM on GitHub: 1 run, 1 run read with its jobs, 1 failure to explain" in out
    assert "Megatron-LM on GitLab: nothing changed" in out
    assert (Run.objects.count(), JobResult.objects.get().triage) == (1, "pending")


def test_a_remote_that_is_down_is_named_and_ends_in_1(ci: CiWorld, capsys: pytest.CaptureFixture[str]) -> None:
    ci.sandbox.fault("status", service="gitlab", status=502, times=0)
    with pytest.raises(SystemExit) as ended:
        call("megatron-lm")
    assert ended.value.code == 1
    assert ci.remote("gitlab").failures == 1


def test_an_unknown_repository_is_said_to_have_none(ci: CiWorld) -> None:
    with pytest.raises(CommandError, match="'nobody' has no CI remote"):
        call("nobody")
