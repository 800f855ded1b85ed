"""Pull requests, issues, and the statuses that other systems write on commits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequestInfo:
    """A pull request. `base_sha`: where its base stood when the head was last pushed."""

    number: int
    title: str
    state: Literal["open", "closed", "merged"]
    head_sha: str
    head_ref: str
    base_ref: str
    base_sha: str
    created_at: datetime
    updated_at: datetime
    is_draft: bool = False
    author: str = ""
    labels: tuple[str, ...] = ()
    merge_sha: str = ""
    url: str = ""
    closed_at: datetime | None = None
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInfo:
    """An issue. A state nobody foresaw is unknown."""

    number: int
    title: str
    state: Literal["open", "closed", "unknown"]
    url: str = ""
    created_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInfo:
    """What a system said of a commit, the latest of each context."""

    context: str
    state: str
    updated_at: datetime
    description: str = ""
    url: str = ""


class PullRequests(Protocol):
    """One project's pull requests and issues. Everything raises PortError."""

    def open(self) -> Iterator[PullRequestInfo]:
        """All that are open."""

    def changed(self, since: datetime) -> Iterator[PullRequestInfo]:
        """Open or not, what was touched since then, the latest first."""

    def issue(self, number: int) -> IssueInfo:
        """One issue. Raises NotFound."""

    def statuses(self, sha: str) -> list[StatusInfo]:
        """What was said of that commit."""
