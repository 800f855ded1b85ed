from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from bumps import ports
from bumps.integrations import INTEGRATIONS, spec_of


@pytest.mark.parametrize("kind", INTEGRATIONS)
def test_every_integration_has_the_same_rooms(kind: str) -> None:
    folder = Path(str(import_module(INTEGRATIONS[kind]).__file__)).parent
    assert {"__init__.py", "adapter.py", "translate.py"} <= {file.name for file in folder.glob("*.py")}
    spec = spec_of(kind)
    assert spec.label
    assert all(hasattr(ports, port) for port in spec.ports)
