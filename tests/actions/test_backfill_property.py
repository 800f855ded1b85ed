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
# What people do to branches between two polls, beside committing.
MOVES = st.sampled_from(["along main", "main along", "back", "recut", "delete"])
STEPS = st.lists(
    st.tuples(st.one_of(CHANGES, CHANGES, MOVES), st.sampled_from(["main", "main", "core_r1", "dev"]), st.booleans()),
    max_size=16,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_reading_in_pieces_equals_reading_at_once(steps: list[tuple[dict[str, Content] | str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name, override_settings(BUMPBOARD_HOME=Path(name)):
        Repository.objects.all().delete()
        world = World(Origin(Path(name) / "origin.git"))
        root = world.commit({files.GITHUB_DEV: files.pin("26.02"), files.GITLAB: files.build_stage("26.02")})
        world.poll()
        for step, branch, polls in steps:
            _take(world, step, branch, root)
            if polls:
                world.poll()
        world.poll()
        in_pieces = world.snapshot()
        world.repository.branches.all().delete()
        world.poll()
        assert world.snapshot() == in_pieces


def _take(world: World, step: dict[str, Content] | str, branch: str, root: str) -> None:
    origin = world.origin
    exists = f"refs/heads/{branch}" in origin.repo.references
    if isinstance(step, dict):
        if not exists:
            origin.branch(branch, origin.head())
        world.commit(step, branch=branch)
    elif branch != "main" and exists:
        if step == "delete":
            origin.delete(branch)
        elif step == "main along":
            origin.branch("main", origin.head(branch))
        else:
            origin.branch(branch, root if step == "back" else origin.head())
