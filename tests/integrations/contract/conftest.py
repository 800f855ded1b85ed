from __future__ import annotations

import pytest

from tests.integrations.contract.sides import Hub, Lab, Side
from tests.sandbox.fixtures import Town, sandbox, small_town

__all__ = ["sandbox", "small_town"]


@pytest.fixture(params=["github", "gitlab"])
def side(request: pytest.FixtureRequest, small_town: Town) -> Side:
    """Either CI system: every case holds for both."""
    return Hub(small_town) if request.param == "github" else Lab(small_town)
