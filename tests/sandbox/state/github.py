"""A GitHub repository: its git origin and what people and bots wrote around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.origins import Origin
from tests.sandbox.state.actions import Job, Run, Workflow
from tests.sandbox.state.people import Permission


@dataclass(slots=True, eq=False, repr=False)
class Label:
    id: int
    name: str
    color: str = "ededed"
    description: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Comment:
    id: int
    author: str
    body: str
    created_at: datetime


@dataclass(slots=True, eq=False, repr=False)
class Status:
    """A commit status; one context overwrites itself."""

    id: int
    context: str
    state: str
    description: str
    target_url: str
    creator: str
    created_at: datetime


@dataclass(slots=True, eq=False, repr=False)
class Issue:
    """An issue, or the part of a pull request that is one."""

    id: int
    number: int
    title: str
    body: str
    author: str
    created_at: datetime
    updated_at: datetime
    state: Literal["open", "closed"] = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    pull: Pull | None = None


@dataclass(slots=True, eq=False, repr=False)
class Pull:
    """What makes an issue a pull request. `head_repo` is None once a fork was deleted."""

    number: int
    head_repo: Repo | None
    head: str
    head_sha: str
    base: str
    base_sha: str
    draft: bool = False
    merged_at: datetime | None = None
    merged_by: str = ""
    merge_sha: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Repo:
    """`collaborators` are rights beyond reading, which everybody has unless it is private."""

    id: int
    owner: str
    name: str
    origin: Origin
    created_at: datetime
    default_branch: str = "main"
    private: bool = False
    archived: bool = False
    parent: Repo | None = None
    collaborators: dict[str, Permission] = field(default_factory=dict)
    protected: set[str] = field(default_factory=set)
    labels: dict[str, Label] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    statuses: dict[str, list[Status]] = field(default_factory=dict)
    workflows: dict[str, Workflow] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)
    jobs: dict[int, tuple[Run, int, Job]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    pushed_at: datetime | None = None
    next_number: int = 1

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def permission(self, login: str | None) -> Permission:
        """What the user may do here."""
        if login == self.owner:
            return "admin"
        granted = self.collaborators.get(login or "", "none")
        return granted if granted != "none" or self.private else "read"

    def pulls(self) -> list[tuple[Issue, Pull]]:
        return [(issue, issue.pull) for issue in self.issues.values() if issue.pull is not None]
