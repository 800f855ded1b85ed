from tests.sandbox.fixtures import sandbox, small_town

__all__ = ["sandbox", "small_town"]
