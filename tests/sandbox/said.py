"""A comment on an issue or pull request: the CI listens to some of them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sandbox.state.github import Comment, Issue, Repo
from tests.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what where."""

    repo: Repo
    issue: Issue
    author: str
    body: str


def say(world: World, said: Said) -> Comment:
    """Write the comment down and let the listeners hear it."""
    with world.lock:
        author = world.github_people.user(said.author).login
        comment = Comment(world.id("comment"), author, said.body, world.now())
        said.issue.comments.append(comment)
        said.issue.updated_at = world.now()
    world.tell("comment", said)
    return comment
