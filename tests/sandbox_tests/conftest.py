from tests.sandbox.fixtures import sandbox, small_town
from tests.sandbox.scenario.fixtures import scenario

__all__ = ["sandbox", "scenario", "small_town"]
