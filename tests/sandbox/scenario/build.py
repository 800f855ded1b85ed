"""The whole scenario, built into a sandbox."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from tests.sandbox import refs
from tests.sandbox.ci.engine import Engine
from tests.sandbox.ci.reactor import Reactor
from tests.sandbox.ci.truth import Truth
from tests.sandbox.scenario import issues, past, people, plot, present
from tests.sandbox.scenario.bridge import BridgeHistory
from tests.sandbox.scenario.lm import LMHistory, Merge
from tests.sandbox.server import Sandbox
from tests.sandbox.state.github import Issue, Repo
from tests.sandbox.state.gitlab import Project


@dataclass(slots=True, repr=False)
class Scenario:
    """What was built. `truths`: every failing test job of both systems, with the kind it truly is."""

    sandbox: Sandbox
    engine: Engine
    reactor: Reactor
    lm: Repo
    bridge: Repo
    mirror: Project
    merges: list[Merge]
    bridge_history: BridgeHistory
    bump: Issue

    @property
    def truths(self) -> list[Truth]:
        return list(self.engine.truths.values())


def build(sandbox: Sandbox, *, run_days: float = 180.0, pace: float = 1 / 60) -> Scenario:
    """Two repositories, their mirror, their CI of the last `run_days`, and what is open now. Nobody is told of it."""
    world, now = sandbox.world, sandbox.world.now()
    people.settle(world)
    lm, bridge, mirror = world.repo(people.LM), world.repo(people.BRIDGE), world.project(people.MIRROR)
    history = LMHistory(lm.origin, now)
    history.build()
    moved = BridgeHistory(bridge.origin, now, history.merges)
    moved.build()
    past.mirror(lm, mirror, history.merges)
    for where in (lm, bridge, mirror):
        _repack(where)
        refs.notice(world, where, people.BOT, silent=True)
    engine = Engine(world, pace=pace)
    engine.troubles.add(*plot.troubles(now))
    reactor = Reactor(engine)
    issues.open_issues(world, lm, now)
    past.merged_pulls(reactor, lm, history.merges, now)
    past.merged_pulls(reactor, bridge, moved.merges, now)
    past.queue_runs(reactor, lm, history.merges, now, run_days)
    past.bridge_runs(reactor, bridge, moved.merges, now, run_days)
    past.nightly_pipelines(reactor, mirror, history.merges, now, run_days)
    bump = present.stormy_bump(reactor, lm, mirror, now)
    present.strangers_bump(reactor, lm, now)
    present.everyday_pull(reactor, lm, now)
    refs.notice(world, mirror, people.BOT, silent=True)
    return Scenario(sandbox, engine, reactor, lm, bridge, mirror, history.merges, moved, bump)


def _repack(where: Repo | Project) -> None:
    """Thousands of loose objects make every clone slow; looking for deltas would make the start slow."""
    subprocess.run(["git", "repack", "-adq", "--window=0"], cwd=where.origin.path, check=True)
