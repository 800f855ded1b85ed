"""What is open when the story begins: a stormy bump, a stranger's half bump, an everyday pull request."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.origins import files
from tests.origins.origin import Content
from tests.sandbox import refs
from tests.sandbox.ci.launch import Start, play
from tests.sandbox.ci.reactor import COPY_BOT, Reactor
from tests.sandbox.opened import open_pull
from tests.sandbox.scenario import plot
from tests.sandbox.scenario.lm import LTS
from tests.sandbox.scenario.past import past_pipeline
from tests.sandbox.scenario.people import OUTSIDER
from tests.sandbox.state.github import Comment, Issue, Repo, Status
from tests.sandbox.state.gitlab import Project

GITLAB_VARIABLES = {
    "UNIT_TEST": "no",
    "INTEGRATION_TEST": "no",
    "FUNCTIONAL_TEST": "yes",
    "FUNCTIONAL_TEST_SCOPE": "mr",
    "FUNCTIONAL_TEST_REPEAT": "5",
    "FUNCTIONAL_TEST_CASES": "all",
}
BUMP_BRANCH = "grace-pin/pytorch-26.05"


def stormy_bump(reactor: Reactor, repo: Repo, project: Project, now: datetime) -> Issue:
    """A bump to an image that moves the numbers: run on both systems, red on both."""
    world, at = reactor.engine.world, now - timedelta(days=1, hours=4)
    change: dict[str, Content] = {
        files.GITHUB_DEV: files.pin(plot.STORMY),
        files.GITLAB: files.build_stage(plot.STORMY, LTS),
    }
    title = f"chore: Update Docker image version to {plot.STORMY}-py3"
    issue = _opened(reactor, repo, BUMP_BRANCH, change, title, "grace-pin", at)
    assert issue.pull is not None
    issue.labels = ["Run functional tests"]
    sha = issue.pull.head_sha
    issue.comments.append(Comment(world.id("comment"), "grace-pin", f"/ok to test {sha}", at + timedelta(minutes=5)))
    _past_run(reactor, repo, issue, at + timedelta(minutes=6))
    refs.bring(repo, project, BUMP_BRANCH)
    project.origin.branch(f"pull-request/{BUMP_BRANCH}", sha)
    at += timedelta(minutes=30)
    ref = f"pull-request/{BUMP_BRANCH}"
    pipeline = past_pipeline(reactor, project, ref, sha, "api", dict(GITLAB_VARIABLES), at)
    state = "failure" if pipeline.status == "failed" else "success"
    texts = ("gitlab/functional", state, f"Pipeline {pipeline.id}: {pipeline.status}", "")
    repo.statuses.setdefault(sha, []).append(Status(world.id("status"), *texts, "noor-nightly", pipeline.updated_at))
    return issue


def strangers_bump(reactor: Reactor, repo: Repo, now: datetime) -> Issue:
    """Somebody from outside bumps GitHub's pin from a fork, and forgets GitLab's."""
    world, at = reactor.engine.world, now - timedelta(hours=20)
    fork = world.repo(f"{OUTSIDER}/Megatron-LM", parent=repo)
    refs.bring(repo, fork, "main")
    fork.origin.branch("main", repo.origin.head())
    fork.origin.branch("newer-image", repo.origin.head())
    change: dict[str, Content] = {files.GITHUB_DEV: files.pin(plot.CALM)}
    fork.origin.commit(change, "Use a newer image", at, "newer-image", "Sam Visitor")
    refs.notice(world, fork, OUTSIDER, silent=True)
    refs.bring(fork, repo, "newer-image")
    issue = open_pull(world, repo, fork, "newer-image", "main", "Use a newer image", OUTSIDER, number=5721)
    issue.created_at = issue.updated_at = at
    return issue


def everyday_pull(reactor: Reactor, repo: Repo, now: datetime) -> Issue:
    at = now - timedelta(hours=9)
    change: dict[str, Content] = {"megatron/core/schedules.py": "OVERLAP = True\n"}
    issue = _opened(reactor, repo, "ada-bump/overlap", change, "Overlap the last bucket", "ada-bump", at)
    _past_run(reactor, repo, issue, at + timedelta(minutes=6))
    return issue


def _opened(
    reactor: Reactor, repo: Repo, branch: str, change: dict[str, Content], title: str, author: str, at: datetime
) -> Issue:
    world = reactor.engine.world
    base = repo.origin.head()
    repo.origin.branch(branch, base)
    name = world.github_people.user(author).name
    message = f"{title}\n\nSigned-off-by: {name} <{author}@example.org>\n"
    repo.origin.commit(change, message, at, branch, name)
    refs.notice(world, repo, author, silent=True)
    issue = open_pull(world, repo, repo, branch, "main", title, author)
    issue.created_at = issue.updated_at = at
    return issue


def _past_run(reactor: Reactor, repo: Repo, issue: Issue, at: datetime) -> None:
    pull, branch = issue.pull, f"pull-request/{issue.number}"
    assert pull is not None
    repo.origin.branch(branch, pull.head_sha)
    refs.notice(reactor.engine.world, repo, COPY_BOT, silent=True)
    labels = frozenset(issue.labels)
    start = Start("push", branch, pull.head_sha, COPY_BOT, at, pull.merge_sha or pull.head_sha, labels)
    made = play(reactor.engine, repo, start)
    reactor.plays[made.run.id] = made
    made.at_once()
