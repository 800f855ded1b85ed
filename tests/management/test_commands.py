from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bumps.models import PinValue
from tests.origins import files
from tests.origins.megatron import both_pins
from tests.world import World


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def desynced(world: World) -> World:
    world.commit(both_pins("26.02"), "Start (#1)")
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab (#2)")
    return world


def test_backfill_fetches_and_reads_one_repository(desynced: World) -> None:
    assert "Megatron-LM: read main: 6 pin changes" in said("backfill", "megatron-lm")
    assert "nothing changed" in said("backfill", "megatron-lm")


def test_backfill_fails_loudly_when_the_remote_is_down(desynced: World, capsys: pytest.CaptureFixture[str]) -> None:
    desynced.origin.path.rename(desynced.origin.path.with_name("gone"))
    with pytest.raises(SystemExit):
        said("backfill", "megatron-lm")
    assert desynced.remote.error


def test_pins_prints_each_change_of_each_site(desynced: World) -> None:
    desynced.poll()
    history = json.loads(said("pins", "megatron-lm", "--json"))
    assert [entry["value"] for entry in history["github/dev"]] == [files.image("26.02"), files.image("26.04")]
    assert history["github/dev"][1]["commit"] == desynced.origin.head()
    assert len(history["gitlab/dev/amd64"]) == 1
    assert "gitlab/lts/arm64" in said("pins", "megatron-lm")


def test_an_absent_row_is_null_and_an_unreadable_one_says_why(desynced: World) -> None:
    desynced.commit({files.GITHUB_DEV: None, files.GITLAB: "a: ["})
    desynced.poll()
    history = json.loads(said("pins", "megatron-lm", "--json"))
    assert history["github/dev"][-1]["value"] is None
    assert "YAML" in history["gitlab/dev/amd64"][-1]["could_not_read"]
    assert PinValue.objects.filter(is_current=True, kind="unreadable").count() == 4


def test_desyncs_prints_each_window_with_its_ends(desynced: World) -> None:
    desynced.poll()
    (window,) = json.loads(said("desyncs", "megatron-lm", "--json"))
    assert (window["opened_pull_request"], window["closed"]) == ("#2", None)
    assert window["pins"]["gitlab/dev/arm64"] == files.image("26.02")
    assert "opened by" in said("desyncs", "megatron-lm")


@pytest.mark.parametrize("command", ["pins", "desyncs"])
def test_what_is_not_known_is_named_with_what_is(desynced: World, command: str) -> None:
    desynced.poll()
    with pytest.raises(CommandError, match="known: megatron-lm, megatron-bridge"):
        said(command, "megatron")
    with pytest.raises(CommandError, match="no branch 'trunk' yet; known: main"):
        said(command, "megatron-lm", "--branch", "trunk")
    with pytest.raises(CommandError, match="run backfill megatron-bridge"):
        said(command, "megatron-bridge")
