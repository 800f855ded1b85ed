"""What the past left in both CI systems and in the list of pull requests."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.origins import files
from tests.sandbox import refs
from tests.sandbox.ci.launch import Start, lab_play, play
from tests.sandbox.ci.merge_queue import QUEUE_BOT
from tests.sandbox.ci.reactor import Reactor
from tests.sandbox.gitlab.pipelines import new_pipeline
from tests.sandbox.scenario.lm import Merge
from tests.sandbox.state.github import Pull, Repo
from tests.sandbox.state.gitlab import Pipeline, Project

DENSE = timedelta(days=14)
LISTED = timedelta(days=120)
LOGINS = {"Ada Bump": "ada-bump", "Grace Pin": "grace-pin", "Lin Repair": "lin-repair", "Noor Nightly": "noor-nightly"}


def merged_pulls(reactor: Reactor, repo: Repo, merges: list[Merge], now: datetime) -> None:
    """The pull requests that became main's commits."""
    world = reactor.engine.world
    for merge in merges:
        if now - merge.at > LISTED or merge.number in repo.issues:
            continue
        title, author = merge.subject.rpartition(" (#")[0], LOGINS.get(merge.author, "ada-bump")
        issue = world.issue(repo, title, author, number=merge.number)
        issue.created_at, issue.state = merge.at - timedelta(hours=20), "closed"
        issue.closed_at = issue.updated_at = merge.at
        parent = str(repo.origin.repo[merge.sha].parent_ids[0])  # type: ignore[attr-defined]
        issue.pull = Pull(merge.number, repo, f"{author}/{merge.number}", merge.sha, "main", parent)
        issue.pull.merged_at, issue.pull.merged_by, issue.pull.merge_sha = merge.at, author, merge.sha
        if "Update Docker image" in title:
            issue.labels = ["Run functional tests"]


def queue_runs(reactor: Reactor, repo: Repo, merges: list[Merge], now: datetime, days: float) -> None:
    """Main's baseline: the merge queue's run of each late commit and of some earlier ones."""
    for number, merge in enumerate(merges):
        is_wanted = now - merge.at < DENSE or number % 6 == 0 or files.GITHUB_DEV in merge.subject
        if is_wanted and timedelta(hours=2) < now - merge.at < timedelta(days=days):
            parent = repo.origin.repo[merge.sha].parent_ids[0]  # type: ignore[attr-defined]
            branch = f"gh-readonly-queue/main/pr-{merge.number}-{parent}"
            _past(reactor, repo, Start("merge_group", branch, merge.sha, QUEUE_BOT, merge.at - timedelta(minutes=80)))


def bridge_runs(reactor: Reactor, repo: Repo, merges: list[Merge], now: datetime, days: float) -> None:
    """Pushes to main and the nightly at midnight."""
    starts = []
    for number, merge in enumerate(merges):
        if (now - merge.at < DENSE or number % 3 == 0) and timedelta(hours=2) < now - merge.at < timedelta(days=days):
            starts.append(Start("push", "main", merge.sha, "ada-bump", merge.at + timedelta(minutes=1)))
    midnight = now.replace(hour=0, minute=0, second=0)
    for night in range(int(min(days, 10))):
        at = midnight - timedelta(days=night)
        head = [merge for merge in merges if merge.at < at]
        if head and now - at > timedelta(hours=2):
            starts.append(Start("schedule", "main", head[-1].sha, repo.owner, at))
    for start in sorted(starts, key=lambda one: one.at):
        _past(reactor, repo, start)


def nightly_pipelines(reactor: Reactor, project: Project, merges: list[Merge], now: datetime, days: float) -> None:
    """GitLab's nightly on its main: each of the last two weeks, then one a week."""
    nights = [*(number + 0.3 for number in range(14)), *(number + 0.3 for number in range(20, 180, 7))]
    for night in sorted((one for one in nights if one < days), reverse=True):
        at = now - timedelta(days=night)
        head = next(merge for merge in reversed(merges) if merge.at < at - timedelta(hours=6))
        scope = {"FUNCTIONAL_TEST_SCOPE": "nightly", "FUNCTIONAL_TEST": "yes"}
        past_pipeline(reactor, project, "main", head.sha, "schedule", scope, at)


def past_pipeline(
    reactor: Reactor, project: Project, ref: str, sha: str, source: str, variables: dict[str, str], at: datetime
) -> Pipeline:
    """A pipeline that is over."""
    made = new_pipeline(reactor.engine.world, project, ref, sha, "noor-nightly", source, variables)
    made.created_at = made.updated_at = at
    reactor.lab_plays[made.id] = lab_play(reactor.engine, made)
    reactor.lab_plays[made.id].at_once()
    return made


def mirror(repo: Repo, project: Project, merges: list[Merge]) -> None:
    """GitLab follows some branches closely, others late."""
    lagging = {"main": merges[-4].sha, "core_r0.16.0": None}
    for branch in ("main", "dev", "core_r0.15.0", "core_r0.16.0"):
        head = refs.bring(repo, project, branch)
        late = lagging.get(branch, head)
        parent = str(repo.origin.repo[head].parent_ids[0])  # type: ignore[attr-defined]
        project.origin.branch(branch, late or parent)


def _past(reactor: Reactor, repo: Repo, start: Start) -> None:
    made = play(reactor.engine, repo, start)
    reactor.plays[made.run.id] = made
    made.at_once()
