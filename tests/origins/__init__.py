"""Real git repositories for tests and the demo: an upstream that commits, branches, rewrites and breaks."""

from tests.origins.origin import Gitlink, Origin

__all__ = ["Gitlink", "Origin"]
