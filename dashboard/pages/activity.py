"""What the service does and did: running and finished work, how each remote answers, who pressed what."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from bumps.models import AuditEntry, JobRun, Remote

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Activity:
    running: tuple[JobRun, ...]
    finished: Page[JobRun]
    remotes: tuple[Remote, ...]
    audit: Page[AuditEntry]

    @property
    def every(self) -> int:
        return 2 if self.running else 10


def activity(jobs_page: int, audit_page: int) -> Activity:
    """Only remotes that are polled have a state worth telling."""
    finished = JobRun.objects.exclude(state=JobRun.State.RUNNING).select_related("repository")
    polled = Remote.objects.filter(retired_at=None, repository__retired_at=None, next_poll_at__isnull=False)
    audit = AuditEntry.objects.select_related("repository")
    return Activity(
        tuple(JobRun.objects.running().select_related("repository")[:50]),
        Paginator(finished, PER_PAGE).get_page(jobs_page),
        tuple(polled.select_related("repository").order_by("repository__position", "repository__slug", "kind")),
        Paginator(audit, PER_PAGE).get_page(audit_page),
    )
