"""What people do in this world: each act as they would do it, and as the control API offers it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

from tests.origins import files
from tests.origins.origin import Content
from tests.sandbox import refs
from tests.sandbox.ci.merge_queue import enqueue
from tests.sandbox.gitlab.pipelines import new_pipeline
from tests.sandbox.opened import open_pull
from tests.sandbox.said import Said, say
from tests.sandbox.scenario.build import Scenario
from tests.sandbox.scenario.lm import LTS
from tests.sandbox.state.github import Issue, Repo
from tests.sandbox.web.message import Json


class Acts:
    """The hands of everybody who is not the product."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.world = scenario.engine.world

    def commit(self, repo: Repo, branch: str, change: Mapping[str, Content], subject: str, author: str) -> str:
        """Push one commit to a branch, which begins at main where it is new."""
        with self.world.lock:
            if branch not in repo.refs:
                repo.origin.branch(branch, repo.origin.head())
            name = self.world.github_people.user(author).name or author
            message = f"{subject}\n\nSigned-off-by: {name} <{author}@example.org>\n"
            sha = repo.origin.commit(change, message, self.world.now(), branch, name)
            refs.notice(self.world, repo, author)
        return sha

    def open(self, repo: Repo, branch: str, change: Mapping[str, Content], title: str, author: str) -> Issue:
        """A pull request with one commit."""
        self.commit(repo, branch, change, title, author)
        return open_pull(self.world, repo, repo, branch, "main", title, author)

    def ok_to_test(self, repo: Repo, issue: Issue, author: str) -> None:
        assert issue.pull is not None
        say(self.world, Said(repo, issue, author, f"/ok to test {issue.pull.head_sha}"))

    def merge(self, repo: Repo, issue: Issue, actor: str, *, forced: bool = True) -> str:
        """Put it into the merge queue. Raises ValueError on a conflict."""
        return enqueue(self.scenario.reactor, repo, issue, actor, forced=forced)

    def merge_now(self, issue: Issue, actor: str, repo: Repo | None = None) -> None:
        """Into the queue, unless it conflicts or waits there already."""
        repo = repo or self.scenario.lm
        waiting = f"/pr-{issue.number}-"
        if any(waiting in branch for branch in repo.refs):
            return
        with contextlib.suppress(ValueError):
            self.merge(repo, issue, actor)

    def notice(self, repo: Repo, actor: str) -> None:
        """Somebody committed to the origin directly."""
        refs.notice(self.world, repo, actor)

    def mirror(self, branch: str) -> None:
        """GitLab catches up with a branch."""
        with self.world.lock:
            head = refs.bring(self.scenario.lm, self.scenario.mirror, branch)
            self.scenario.mirror.origin.branch(branch, head)
            refs.notice(self.world, self.scenario.mirror, "mirror-bot")

    def nightly_pipeline(self, scope: str = "nightly") -> None:
        """GitLab's schedule fires on its main."""
        mirror, variables = self.scenario.mirror, {"FUNCTIONAL_TEST": "yes", "FUNCTIONAL_TEST_SCOPE": scope}
        with self.world.lock:
            head = mirror.origin.head()
            made = new_pipeline(self.world, mirror, "main", head, "noor-nightly", "schedule", variables)
        self.scenario.reactor.pipeline(made)

    def github_pin(self, tag: str) -> dict[str, Content]:
        return {files.GITHUB_DEV: files.pin(tag)}

    def gitlab_pin(self, tag: str) -> dict[str, Content]:
        return {files.GITLAB: files.build_stage(tag, LTS)}

    def offered(self) -> dict[str, Callable[[Json], object]]:
        """By their names in the control API; a repository is given as `owner/name`."""

        def issue(body: Json) -> tuple[Repo, Issue]:
            repo = self.world.repos[body["repository"]]
            return repo, repo.issues[int(body["number"])]

        return {
            "people/comment": lambda body: say(self.world, Said(*issue(body), body["author"], body["body"])) and None,
            "people/commit": lambda body: {
                "sha": self.commit(
                    self.world.repos[body["repository"]], body["branch"], body["files"], body["subject"], body["author"]
                )
            },
            "people/merge": lambda body: {
                "branch": self.merge(*issue(body), body["actor"], forced=body.get("forced", True))
            },
            "people/mirror": lambda body: self.mirror(body["branch"]),
            "people/nightly": lambda body: self.nightly_pipeline(body.get("scope", "nightly")),
        }
