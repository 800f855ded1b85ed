"""What a job comes to: it follows from the tree, the image and the plot."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.logs import Log
from tests.logs.log import Dress, Kind
from tests.sandbox.ci import stories
from tests.sandbox.ci.tree import Tree
from tests.sandbox.ci.troubles import Asked, Troubles
from tests.sandbox.ci.verdict import failed_metrics
from tests.sandbox.scenario import goldens
from tests.sandbox.scenario.catalogue import Row

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ends. `kind` is the truth about a failure, None where it passed; `rank_log` where it lies elsewhere."""

    kind: Kind | None
    log: Log
    seconds: float
    metrics: tuple[str, ...] = ()
    rank_log: Log | None = None
    is_hung: bool = False

    @property
    def has_passed(self) -> bool:
        return self.kind is None


def decide(asked: Asked, troubles: Troubles, tree: Tree, row: Row | None = None, *, compares: bool = True) -> Outcome:
    """Trouble comes first; else a training test is compared with the golden values of its tree."""
    dress: Dress = "github" if asked.system == "github" else "gitlab"
    name = f"{asked.run}/{asked.case}/{asked.platform}/{asked.attempt}"
    seconds = random.Random(name).uniform(300, 1100)
    trouble = troubles.of(asked)
    if trouble is not None:
        hung = trouble.kind == "timeout"
        log = stories.failing("unknown" if trouble.silent else trouble.kind, dress, name)
        rank = stories.failing(trouble.kind, "rank", f"{name}/rank") if trouble.silent else None
        return Outcome(trouble.kind, log, HOUR if hung else seconds, rank_log=rank, is_hung=hung)
    if row is not None and compares and (golden := tree.text(goldens.path_of(row))):
        metrics = failed_metrics(row, asked.tag, golden)
        if metrics:
            return Outcome("drift", stories.failing("drift", dress, name, metrics), seconds * 2, metrics)
    return Outcome(None, stories.passing(dress, name, unit=row is None), seconds)
