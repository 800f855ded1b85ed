"""What the use cases ask of the outside world: frozen values, protocols, and the only errors an adapter may raise."""

from bumps.ports.ci import Annotation, ArtifactInfo, BranchHeads, JobInfo, Outcome, RunInfo, RunSource, RunStatus
from bumps.ports.errors import NotFound, PortError, RateLimited, Refused, Unreachable
from bumps.ports.git import Commit, GitHistory, PathChange, TreeEntry
from bumps.ports.pull_requests import IssueInfo, PullRequestInfo, PullRequests, StatusInfo
from bumps.ports.service import CachedAnswer, Progress, QuotaInfo, QuotaStore, ResponseCache

__all__ = [
    "Annotation",
    "ArtifactInfo",
    "BranchHeads",
    "CachedAnswer",
    "Commit",
    "GitHistory",
    "IssueInfo",
    "JobInfo",
    "NotFound",
    "Outcome",
    "PathChange",
    "PortError",
    "Progress",
    "PullRequestInfo",
    "PullRequests",
    "QuotaInfo",
    "QuotaStore",
    "RateLimited",
    "Refused",
    "ResponseCache",
    "RunInfo",
    "RunSource",
    "RunStatus",
    "StatusInfo",
    "TreeEntry",
    "Unreachable",
]
