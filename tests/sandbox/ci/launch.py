"""A run or a pipeline begins: its rows in the world, its plan from the tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pygit2

from tests.sandbox.ci import github_plan, gitlab_plan
from tests.sandbox.ci.engine import Engine
from tests.sandbox.ci.github_run import Play
from tests.sandbox.ci.gitlab_run import LabPlay
from tests.sandbox.ci.tree import Tree
from tests.sandbox.state.actions import Attempt, Run, Workflow
from tests.sandbox.state.github import Repo
from tests.sandbox.state.gitlab import Pipeline
from tests.sandbox.world import World

PATH = ".github/workflows/cicd-main.yml"
NAMES = {"Megatron-LM": "CICD Megatron-LM", "Megatron-Bridge": "CICD NeMo"}


@dataclass(frozen=True, slots=True)
class Start:
    """Why a run begins. `tree` is what it checks out where that is not its head: the merge with the base."""

    event: str
    branch: str
    sha: str
    actor: str
    at: datetime
    tree: str = ""
    labels: frozenset[str] = frozenset()
    is_member: bool = True


def play(engine: Engine, repo: Repo, start: Start) -> Play:
    """A new run of the repository's CI, not yet playing."""
    world, tree = engine.world, Tree(repo.origin, start.tree or start.sha)
    with world.lock:
        flow, subject = workflow(world, repo), repo.origin.repo[start.sha].peel(pygit2.Commit).message.split("\n", 1)[0]
        number = sum(run.workflow is flow for run in repo.runs.values()) + 1
        made = Run(world.id("run"), number, flow, start.event, start.branch, start.sha, subject, start.actor, start.at)
        made.attempts.append(Attempt(1, start.at, start.actor))
        repo.runs[made.id] = made
    make = github_plan.megatron_bridge if repo.name == "Megatron-Bridge" else github_plan.megatron_lm
    plan = make(tree, start.event, start.labels, is_member=start.is_member)
    return Play(engine, repo, made, plan, tree)


def lab_play(engine: Engine, pipeline: Pipeline) -> LabPlay:
    """The play of a pipeline that stands created."""
    tree = Tree(pipeline.project.origin, pipeline.sha)
    return LabPlay(engine, pipeline, gitlab_plan.children(tree, pipeline.variables), tree)


def workflow(world: World, repo: Repo) -> Workflow:
    """The repository's one workflow of note."""
    name = NAMES.get(repo.name, "CI")
    if name not in repo.workflows:
        repo.workflows[name] = Workflow(world.id("workflow"), name, PATH)
    return repo.workflows[name]
