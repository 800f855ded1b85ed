"""The merge queue: a pull request becomes one commit on top of its base, is tested there, and the base moves to it."""

from __future__ import annotations

from tests.sandbox import gitstore, refs
from tests.sandbox.ci.launch import Start, play
from tests.sandbox.ci.reactor import Reactor
from tests.sandbox.refs import PullEvent
from tests.sandbox.state.actions import Run
from tests.sandbox.state.github import Issue, Repo

QUEUE_BOT = "github-merge-queue[bot]"


def enqueue(reactor: Reactor, repo: Repo, issue: Issue, actor: str, *, forced: bool = False) -> str:
    """Put the pull request into the queue; returns the queue's branch. `forced`: merged whatever its run says.

    Raises ValueError where it does not merge cleanly.
    """
    world, pull = reactor.engine.world, issue.pull
    assert pull is not None
    with world.lock:
        base = repo.origin.head(pull.base)
        tree = gitstore.merged_tree(repo.origin, base, pull.head_sha)
        if tree is None:
            raise ValueError(f"#{issue.number} conflicts with {pull.base}")
        queue = f"gh-readonly-queue/{pull.base}/pr-{issue.number}-{base}"
        text, now = f"{issue.title} (#{issue.number})", world.now()
        name = world.github_people.user(issue.author).name or issue.author
        sha = gitstore.commit_tree(repo.origin, queue, tree, [base], text, name, now)
        refs.notice(world, repo, QUEUE_BOT)
    made = play(reactor.engine, repo, Start("merge_group", queue, sha, QUEUE_BOT, now))
    reactor.plays[made.run.id] = made
    made.live(lambda run: _settle(reactor, repo, issue, actor, run, forced))
    return queue


def _settle(reactor: Reactor, repo: Repo, issue: Issue, actor: str, run: Run, forced: bool) -> None:
    world, pull = reactor.engine.world, issue.pull
    assert pull is not None
    with world.lock:
        repo.origin.delete(run.head_branch)
        if run.last.conclusion == "success" or forced:
            land(repo, issue, run.head_sha, actor, reactor)
        refs.notice(world, repo, QUEUE_BOT)
    if pull.merged_at is not None:
        world.tell("pull_request", PullEvent(repo, issue, "closed", actor))


def land(repo: Repo, issue: Issue, sha: str, actor: str, reactor: Reactor) -> None:
    """The base moves and the pull request is merged."""
    pull, now = issue.pull, reactor.engine.world.now()
    assert pull is not None
    repo.origin.branch(pull.base, sha)
    issue.state, issue.closed_at, issue.updated_at = "closed", now, now
    pull.merged_at, pull.merged_by, pull.merge_sha = now, actor, sha
