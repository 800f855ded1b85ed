"""What Bumpboard remembers. One aggregate per file; transitions are named methods."""

from bumps.models.audit import AuditEntry
from bumps.models.branch import Branch
from bumps.models.broken_mark import BrokenMark, Issue
from bumps.models.bump import Bump
from bumps.models.desync import Desync
from bumps.models.job_result import JobResult
from bumps.models.job_run import JobRun
from bumps.models.mirror_lag import MirrorLag
from bumps.models.pin import DiscoveredPin, PinSite, PinValue
from bumps.models.pull_request import CommitStatus, PullRequest
from bumps.models.quota import Quota
from bumps.models.remote import Remote
from bumps.models.repository import Repository, Variant
from bumps.models.response_cache import CachedResponse
from bumps.models.run import Conclusion, Run, Status
from bumps.models.test_case import RecipeEntry, TestCase
from bumps.models.webhook_delivery import WebhookDelivery

__all__ = [
    "AuditEntry",
    "Branch",
    "BrokenMark",
    "Bump",
    "CachedResponse",
    "CommitStatus",
    "Conclusion",
    "Desync",
    "DiscoveredPin",
    "Issue",
    "JobResult",
    "JobRun",
    "MirrorLag",
    "PinSite",
    "PinValue",
    "PullRequest",
    "Quota",
    "RecipeEntry",
    "Remote",
    "Repository",
    "Run",
    "Status",
    "TestCase",
    "Variant",
    "WebhookDelivery",
]
