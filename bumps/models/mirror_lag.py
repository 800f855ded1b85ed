"""How far a branch of a GitLab project is behind the GitHub branch it mirrors."""

from __future__ import annotations

from django.db import models


class MirrorLag(models.Model):
    """One tracked branch on one mirror. `behind` is null where the mirror's head is not on our branch's past."""

    remote = models.ForeignKey("bumps.Remote", models.CASCADE, related_name="lags")
    branch = models.ForeignKey("bumps.Branch", models.CASCADE, related_name="lags")
    head = models.CharField(max_length=64, blank=True, help_text="the mirror's; empty: it has no such branch")
    behind = models.PositiveIntegerField(null=True, help_text="first-parent commits")
    behind_since = models.DateTimeField(null=True, help_text="time of the oldest commit it lacks")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["branch"]
        constraints = [models.UniqueConstraint(fields=["remote", "branch"], name="one_lag_of_a_branch")]

    def __str__(self) -> str:
        return f"{self.branch_id}: {self.behind}"
