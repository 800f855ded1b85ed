from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.actions.ci_world import CiWorld
from tests.sandbox.fixtures import town
from tests.sandbox.server import Sandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A world that stands at our own now: the product has no other clock."""
    with Sandbox(tmp_path / "sandbox", datetime.now(UTC)) as made:
        yield made


@pytest.fixture
def ci(sandbox: Sandbox, home: Path, settings: Settings, db: None) -> CiWorld:
    """Needs `enable_socket`."""
    return CiWorld(town(sandbox), settings)
