"""What Bumpboard remembers. One aggregate per file; transitions are named methods."""

from bumps.models.audit import AuditEntry
from bumps.models.branch import Branch
from bumps.models.desync import Desync
from bumps.models.job_run import JobRun
from bumps.models.pin import DiscoveredPin, PinSite, PinValue
from bumps.models.remote import Remote
from bumps.models.repository import Repository, Variant

__all__ = [
    "AuditEntry",
    "Branch",
    "Desync",
    "DiscoveredPin",
    "JobRun",
    "PinSite",
    "PinValue",
    "Remote",
    "Repository",
    "Variant",
]
