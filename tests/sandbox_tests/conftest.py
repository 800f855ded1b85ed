from tests.sandbox.fixtures import sandbox, small_town
from tests.sandbox.scenario.fixtures import quiet_scenario, scenario

__all__ = ["quiet_scenario", "sandbox", "scenario", "small_town"]
