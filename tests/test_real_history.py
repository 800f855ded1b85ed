"""The real history of both repositories, where it lies beside the project; elsewhere these tests skip."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from bumps.actions.poll import poll
from bumps.models import Desync, Remote
from tests.origins import Origin
from tests.world import ROOT, World

DATA = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the bundles of real history are not beside the project")


@pytest.fixture(params=["megatron-lm", "megatron-bridge"])
def slug(request: pytest.FixtureRequest, home: Path, db: None) -> str:
    slug = str(request.param)
    World(Origin(home / "unused.git"), slug)
    remote = Remote.objects.get(repository__slug=slug, kind="git")
    Remote.objects.filter(pk=remote.pk).update(location=str(DATA / f"{slug}.bundle"))
    poll(remote.pk)
    return slug


def test_every_value_of_every_site_is_as_an_independent_script_found_it(slug: str) -> None:
    out = StringIO()
    call_command("pins", slug, "--json", stdout=out)
    ours = json.loads(out.getvalue())
    expected = json.loads((DATA / "expected" / f"pins-{slug}.json").read_text())
    assert {site: ours.get(site) for site in expected} == expected


def test_the_one_window_out_of_sync_is_found_and_no_other(slug: str) -> None:
    name = f"desync-{slug}" if slug == "megatron-lm" else f"submodule-{slug}"
    expected = json.loads((DATA / "expected" / f"{name}.jsonl").read_text())
    (desync,) = Desync.objects.filter(branch__name="main", branch__repository__slug=slug)
    assert desync.closed_at is not None
    assert [desync.opened_at, desync.closed_at] == [_time(expected["opened"]), _time(expected["closed"])]
    assert desync.opened_commit.startswith(expected["opened_by"])
    assert desync.closed_commit.startswith(expected["closed_by"])


def _time(value: str | int) -> datetime:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else datetime.fromisoformat(value)
