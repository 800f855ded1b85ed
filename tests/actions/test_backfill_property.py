"""However a history arrives, in one fetch or in many, with workers killed between: the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bumps.models import Repository
from tests.origins import Origin, files
from tests.origins.origin import Content
from tests.world import World

TAGS = st.sampled_from(["26.02", "26.04"])
CHANGES = st.one_of(
    TAGS.map(lambda tag: {files.GITHUB_DEV: files.pin(tag)}),
    TAGS.map(lambda tag: {files.GITLAB: files.build_stage(tag)}),
    st.just({files.GITLAB: "broken: ["}),
    st.just({files.GITHUB_DEV: "\n"}),
    st.just({"README.md": "words"}),
)
STEPS = st.lists(st.tuples(CHANGES, st.sampled_from(["main", "main", "core_r1", "dev"]), st.booleans()), max_size=14)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_reading_in_pieces_equals_reading_at_once(steps: list[tuple[dict[str, Content], str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name, override_settings(BUMPBOARD_HOME=Path(name)):
        Repository.objects.all().delete()
        world = World(Origin(Path(name) / "origin.git"))
        world.commit({files.GITHUB_DEV: files.pin("26.02"), files.GITLAB: files.build_stage("26.02")})
        world.poll()
        for change, branch, polls in steps:
            if branch != "main" and f"refs/heads/{branch}" not in world.origin.repo.references:
                world.origin.branch(branch, world.origin.head())
            world.commit(change, branch=branch)
            if polls:
                world.poll()
        world.poll()
        in_pieces = world.snapshot()
        world.repository.branches.all().delete()
        world.poll()
        assert world.snapshot() == in_pieces
