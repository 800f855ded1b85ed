"""A pull request as its remote told of it last, and the statuses other systems wrote on its head."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q


class PullRequestQuerySet(models.QuerySet["PullRequest"]):
    def unexamined(self) -> Self:
        """Whose current head was not looked at yet: does it touch a pin?"""
        return self.exclude(examined_sha=F("head_sha"))


class PullRequest(models.Model):
    """Every one that was open at some poll. `examined_sha`: the head whose files were compared with its base."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed"
        MERGED = "merged", "merged"

    remote = models.ForeignKey("bumps.Remote", models.CASCADE, related_name="pull_requests")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State)
    is_draft = models.BooleanField(default=False)
    author = models.CharField(max_length=100, blank=True)
    labels = models.JSONField(default=list)
    head_ref = models.CharField(max_length=300, blank=True)
    head_sha = models.CharField(max_length=64)
    base_ref = models.CharField(max_length=300)
    base_sha = models.CharField(max_length=64, blank=True)
    merge_sha = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    merged_at = models.DateTimeField(null=True)
    examined_sha = models.CharField(max_length=64, blank=True)
    statuses_at = models.DateTimeField(null=True, help_text="last time the statuses of its head were read")

    objects = PullRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["remote", "number"], name="one_pull_request_of_a_number")]
        indexes = [
            # open ones: bump list, what a poll examines
            models.Index(fields=["remote"], name="pull_request_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"


class CommitStatus(models.Model):
    """What a system said of a commit; one context overwrites itself."""

    remote = models.ForeignKey("bumps.Remote", models.CASCADE, related_name="commit_statuses")
    sha = models.CharField(max_length=64)
    context = models.CharField(max_length=250)
    state = models.CharField(max_length=20, help_text="success, failure, error, pending, or the remote's own word")
    description = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["context"]
        verbose_name_plural = "commit statuses"
        constraints = [models.UniqueConstraint(fields=["remote", "sha", "context"], name="one_status_of_a_context")]

    def __str__(self) -> str:
        return f"{self.context} {self.state}"
