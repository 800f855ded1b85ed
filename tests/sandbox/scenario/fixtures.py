"""The scenario as a fixture: it takes seconds to build, so it is shared; its clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.fixtures import NOW
from tests.sandbox.scenario.build import Scenario, build
from tests.sandbox.server import Sandbox


@pytest.fixture(scope="session")
def quiet_scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """As `scenario`, for all tests that only look."""
    yield from _built(tmp_path_factory)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """Two repositories with a month of CI. The test needs `@pytest.mark.enable_socket`; it may change the world."""
    yield from _built(tmp_path_factory)


def _built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    home: Path = tmp_path_factory.mktemp("scenario")
    with Sandbox(home, NOW) as sandbox:
        yield build(sandbox, run_days=30)
