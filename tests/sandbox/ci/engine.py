"""What all runs of this world share: the world, the plot, the truth, and how fast time runs in CI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.sandbox.ci.troubles import Troubles
from tests.sandbox.ci.truth import Truth
from tests.sandbox.world import World

LOGS_KEPT = timedelta(days=90)


@dataclass(slots=True, repr=False)
class Engine:
    """`pace`: how many seconds of the world a second of CI takes; a job of ten minutes lasts 10 s at 1/60."""

    world: World
    troubles: Troubles = field(default_factory=Troubles)
    truths: dict[tuple[str, int], Truth] = field(default_factory=dict)
    pace: float = 1 / 60

    def after(self, seconds: float, due: Callable[[], object]) -> None:
        """Later, in seconds of CI."""
        self.world.clock.after(seconds * self.pace, due)

    def record(self, truth: Truth) -> None:
        self.truths[truth.system, truth.external_id] = truth
