"""What GitHub sends when something happened."""

from __future__ import annotations

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.ci.events import JobEvent, RunEvent
from tests.sandbox.github import show_actions, show_git, show_pulls
from tests.sandbox.github.face import Face
from tests.sandbox.refs import PullEvent, Push
from tests.sandbox.said import Said
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json
from tests.sandbox.world import ZERO


def payload(face: Face, subject: object) -> tuple[str, Json] | None:
    """The event's name and body; None for what GitHub does not tell."""
    if isinstance(subject, Push) and isinstance(subject.where, Repo):
        return "push", _push(face, subject.where, subject)
    if isinstance(subject, RunEvent):
        run = show_actions.run(face, subject.repo, subject.run)
        flow = show_actions.workflow(face, subject.repo, subject.run.workflow)
        told: Json = {"action": subject.action, "workflow_run": run, "workflow": flow}
        return "workflow_run", told | _common(face, subject.repo, subject.run.last.actor)
    if isinstance(subject, JobEvent):
        job = show_actions.job(face, subject.repo, subject.run, subject.run.last.number, subject.job)
        told = {"action": subject.action, "workflow_job": job}
        return "workflow_job", told | _common(face, subject.repo, subject.run.last.actor)
    if isinstance(subject, PullEvent) and subject.issue.pull is not None:
        pull = show_pulls.pull_full(face, subject.repo, subject.issue, subject.issue.pull)
        told = {"action": subject.action, "number": subject.issue.number, "pull_request": pull}
        return "pull_request", told | _common(face, subject.repo, subject.actor)
    if isinstance(subject, Said):
        told = {"action": "created", "issue": {"number": subject.issue.number}, "comment": {"body": subject.body}}
        return "issue_comment", told | _common(face, subject.repo, subject.author)
    return None


def _push(face: Face, repo: Repo, push: Push) -> Json:
    gone, new = push.after == ZERO, push.before == ZERO
    head = None if gone else repo.origin.repo[push.after].peel(pygit2.Commit)
    commits = [] if gone or new else gitstore.between(repo.origin, push.before, push.after)[-20:]
    forced = not (gone or new) and gitstore.merge_base(repo.origin, push.before, push.after) != push.before
    return {
        "ref": f"refs/heads/{push.branch}",
        "before": push.before,
        "after": push.after,
        "created": new,
        "deleted": gone,
        "forced": forced,
        "base_ref": None,
        "compare": f"{face.repo_web(repo)}/compare/{push.before[:12]}...{push.after[:12]}",
        "commits": [show_git.simple_commit(commit) for commit in commits],
        "head_commit": show_git.simple_commit(head) if head is not None else None,
        "pusher": {"name": push.actor, "email": f"{push.actor}@users.noreply.example"},
    } | _common(face, repo, push.actor)


def _common(face: Face, repo: Repo, actor: str) -> Json:
    return {"repository": face.full_repo(repo, None), "sender": face.user(actor or "ghost")}
