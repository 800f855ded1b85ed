"""Opening a pull request, over the API or by somebody of the scenario."""

from __future__ import annotations

from tests.sandbox import gitstore, refs
from tests.sandbox.state.github import Issue, Pull, Repo
from tests.sandbox.world import World


def open_pull(
    world: World,
    repo: Repo,
    source: Repo,
    head: str,
    base: str,
    title: str,
    author: str,
    body: str = "",
    *,
    draft: bool = False,
    number: int | None = None,
) -> Issue:
    """A pull request from a branch that stands; listeners hear of it."""
    with world.lock:
        issue = world.issue(repo, title, author, body, number)
        tip, onto = gitstore.heads(source.origin)[head], gitstore.heads(repo.origin)[base]
        issue.pull = Pull(issue.number, source, head, tip, base, onto, draft)
        refs.write_pull_refs(repo, issue.pull)
    world.tell("pull_request", refs.PullEvent(repo, issue, "opened", author))
    return issue
