"""A stretch of history in which the required pins of one (branch, variant) broke their rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from bumps.models.pin import PinValue


class DesyncQuerySet(models.QuerySet["Desync"]):
    def of_tracked(self) -> Self:
        """Of repositories and variants that the configuration still names, whatever became of the branch."""
        return self.filter(variant__retired_at=None, branch__repository__retired_at=None)

    def open(self) -> Self:
        """What is out of sync now, on branches that exist, of what is still tracked."""
        return self.of_tracked().filter(closed_at=None, branch__deleted_at=None, branch__untracked_at=None)


class Desync(models.Model):
    """Derived from PinValues, identically at any time; a row keeps its id as long as its opening stands."""

    branch = models.ForeignKey("bumps.Branch", models.CASCADE, related_name="desyncs")
    variant = models.ForeignKey("bumps.Variant", models.CASCADE, related_name="desyncs")
    values = models.JSONField(default=dict, help_text="site/row to value when it opened")
    opened_position = models.PositiveIntegerField(help_text="0: the branch was cut out of sync")
    opened_at = models.DateTimeField()
    opened_commit = models.CharField(max_length=64)
    opened_author = models.CharField(max_length=200, blank=True)
    opened_subject = models.CharField(max_length=300, blank=True)
    opened_pull_request = models.CharField(max_length=12, blank=True)
    closing_values = models.JSONField(default=dict)
    closed_position = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_commit = models.CharField(max_length=64, blank=True)
    closed_author = models.CharField(max_length=200, blank=True)
    closed_subject = models.CharField(max_length=300, blank=True)
    closed_pull_request = models.CharField(max_length=12, blank=True)

    objects = DesyncQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "variant", "opened_commit"], name="one_desync_per_opening")
        ]
        indexes = [
            # what is out of sync now: every page's verdict
            models.Index(fields=["branch"], name="desync_open", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.variant_id} since {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def was_cut_out_of_sync(self) -> bool:
        """The branch began inside a desync of the default branch; nothing of its own opened it."""
        return self.opened_position == 0

    @property
    def ended_at(self) -> datetime | None:
        """When it was repaired, or its branch deleted; None while it goes on. Needs `branch` loaded."""
        return self.closed_at or self.branch.deleted_at

    def duration(self, now: datetime) -> timedelta:
        """How long it lasted, or has lasted so far. Never negative: commit times may run backwards."""
        return max((self.ended_at or now) - self.opened_at, timedelta())

    def close(self, by: PinValue, values: dict[str, str]) -> None:
        """The change `by` made the pins agree again (unsaved)."""
        self.closing_values = values
        self.closed_position, self.closed_at, self.closed_commit = by.position, by.committed_at, by.commit
        self.closed_author, self.closed_subject = by.author, by.subject
        self.closed_pull_request = by.pull_request
