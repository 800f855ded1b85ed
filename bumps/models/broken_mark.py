"""A test that left the gate: how, since which commit, for which issue, and what became of that issue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models


class Issue(models.Model):
    """An issue that a mark names. A number that is not GitHub's stays unknown."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed"
        UNKNOWN = "unknown", "unknown"

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="issues")
    ref = models.CharField(max_length=20, help_text="#513 or !4108")
    state = models.CharField(max_length=10, choices=State, default=State.UNKNOWN)
    reason = models.CharField(max_length=200, blank=True, help_text="why the state is unknown")
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ref"]
        constraints = [models.UniqueConstraint(fields=["repository", "ref"], name="one_issue_of_a_ref")]

    def __str__(self) -> str:
        return self.ref

    @property
    def number(self) -> int | None:
        """GitHub's number, where it can be one."""
        return int(self.ref[1:]) if self.ref.startswith("#") else None


class BrokenMarkQuerySet(models.QuerySet["BrokenMark"]):
    def live(self) -> Self:
        """Marks on branches that exist and are tracked, oldest first."""
        shown = self.filter(branch__deleted_at=None, branch__untracked_at=None, branch__repository__retired_at=None)
        return shown.select_related("branch", "branch__repository", "test", "issue").order_by("since_at")


class BrokenMark(models.Model):
    """Derived from a branch's recipes at its head; a row keeps its id as long as the mark stands."""

    class Way(models.TextChoices):
        BROKEN = "broken", "-broken scope"
        DISABLED = "temp-disabled", "-temp-disabled scope"
        FLAKY = "flaky", "flaky"
        DEPRECATED = "deprecated", "deprecated"
        COMMENTED = "commented-out", "row commented out"

    branch = models.ForeignKey("bumps.Branch", models.CASCADE, related_name="broken_marks")
    test = models.ForeignKey("bumps.TestCase", models.SET_NULL, null=True, related_name="broken_marks")
    name = models.CharField(max_length=300, help_text="the test's name as it stands there")
    path = models.CharField(max_length=500)
    line = models.PositiveIntegerField(default=0)
    way = models.CharField(max_length=14, choices=Way)
    scope = models.CharField(max_length=100, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    environment = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, related_name="marks")
    since_at = models.DateTimeField(null=True, help_text="null: not known")
    since_commit = models.CharField(max_length=64, blank=True)
    since_author = models.CharField(max_length=200, blank=True)
    since_subject = models.CharField(max_length=300, blank=True)
    since_pull_request = models.CharField(max_length=12, blank=True)

    objects = BrokenMarkQuerySet.as_manager()

    class Meta:
        ordering = ["since_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.way}"

    def age(self, now: datetime) -> timedelta | None:
        """How long it has stood; None where its beginning is not known."""
        return max(now - self.since_at, timedelta()) if self.since_at else None
