from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.origins import Origin
from tests.world import World


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin(tmp_path / "origin.git")


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.BUMPBOARD_HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture
def world(origin: Origin, home: Path, db: None) -> World:
    """Megatron-LM's dev and LTS pins, tracked on an empty origin."""
    return World(origin)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 5, 8, 12, tzinfo=UTC)
