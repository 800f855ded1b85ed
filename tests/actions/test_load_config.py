from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from bumps.actions.load_config import git_location, load_config, read_config
from bumps.models import PinSite, Remote, Repository
from bumps.rules.config import ConfigError, parse
from tests.world import ROOT, shipped_config

NOW = datetime(2026, 5, 8, tzinfo=UTC)


def load(text: str) -> None:
    load_config(parse(text, "bumpboard.toml"), ROOT, NOW)


@pytest.mark.django_db
def test_the_shipped_configuration_tracks_both_repositories() -> None:
    load(shipped_config())
    assert list(Repository.objects.values_list("slug", flat=True)) == ["megatron-lm", "megatron-bridge"]
    assert Remote.objects.get(kind="git", repository__slug="megatron-lm").location.startswith("https://github.com/")
    required = PinSite.objects.filter(role="required", repository__slug="megatron-lm").values_list("name", flat=True)
    assert set(required) == {"github/dev", "gitlab/dev", "github/lts", "gitlab/lts"}


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    load(shipped_config())
    before = list(PinSite.objects.order_by("pk").values())
    load(shipped_config())
    assert list(PinSite.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_what_the_file_no_longer_names_is_retired_and_comes_back() -> None:
    load(shipped_config())
    lm_alone = shipped_config().partition('[[repositories]]\nslug = "megatron-bridge"')[0]
    load(lm_alone)
    assert list(Repository.objects.active().values_list("slug", flat=True)) == ["megatron-lm"]
    assert Repository.objects.count() == 2
    load(shipped_config())
    assert Repository.objects.active().count() == 2


def test_a_path_starts_at_the_configurations_folder() -> None:
    assert git_location("../lm.bundle", Path("/etc/bumpboard")) == "/etc/lm.bundle"
    assert (
        git_location("git@github.com:NVIDIA/Megatron-LM.git", Path("/etc")) == "git@github.com:NVIDIA/Megatron-LM.git"
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: no such file; BUMPBOARD_CONFIG"):
        read_config(tmp_path / "nowhere.toml")


@pytest.mark.django_db
def test_a_ci_remote_is_polled_when_its_host_is_known_and_goes_on_waiting(settings: Settings) -> None:
    load(shipped_config())
    lab, hub = (Remote.objects.get(kind=kind, repository__slug="megatron-lm") for kind in ("gitlab", "github"))
    assert (lab.next_poll_at, hub.next_poll_at) == (None, NOW)
    assert hub.options["baseline"] == ["merge_group"]
    assert lab.options["project_id"] == 19378
    settings.GITLAB_URL = "https://gitlab.example.com"
    waits = NOW + timedelta(minutes=40)
    Remote.objects.filter(pk=hub.pk).update(next_poll_at=waits)
    load(shipped_config())
    lab.refresh_from_db()
    hub.refresh_from_db()
    assert (lab.next_poll_at, hub.next_poll_at) == (NOW, waits)
