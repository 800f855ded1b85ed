"""The scenario as a fixture: built once for a module, its clock standing still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.fixtures import NOW
from tests.sandbox.scenario.build import Scenario, build
from tests.sandbox.server import Sandbox


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """Two repositories with a month of CI. The test needs `@pytest.mark.enable_socket`; it may change the world."""
    home: Path = tmp_path_factory.mktemp("scenario")
    with Sandbox(home, NOW) as sandbox:
        yield build(sandbox, run_days=30)
