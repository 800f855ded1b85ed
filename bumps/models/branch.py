"""A tracked ref and how far its own history of pins is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q


class BranchQuerySet(models.QuerySet["Branch"]):
    def live(self) -> Self:
        """Branches that exist on the remote and are tracked."""
        return self.filter(deleted_at=None, untracked_at=None)

    def unread_recipes(self) -> Self:
        """Live ones that moved since their recipes were read."""
        return self.live().exclude(head="").exclude(head=F("recipes_head"))


class Branch(models.Model):
    """One branch. Its own history starts after `base`, where its first parents leave the default branch's.

    `built_with` is the digest of the site definitions that its PinValues were read with: when the configuration
    changes, the branch is read again.
    """

    MOST_NAME = 250

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="branches")
    name = models.CharField(max_length=MOST_NAME)
    is_default = models.BooleanField(default=False)
    head = models.CharField(max_length=64, blank=True)
    head_at = models.DateTimeField(null=True)
    length = models.PositiveIntegerField(default=0, help_text="own commits, along first parents")
    base = models.CharField(max_length=64, blank=True)
    base_at = models.DateTimeField(null=True)
    built_with = models.CharField(max_length=64, blank=True)
    recipes_head = models.CharField(max_length=64, blank=True, help_text="the head whose recipes are stored")
    recipes_lease_until = models.DateTimeField(null=True)
    discovered_with = models.CharField(
        max_length=64, blank=True, help_text="digest of head and sites that pins were last searched with"
    )
    deleted_at = models.DateTimeField(null=True)
    untracked_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name"]
        verbose_name_plural = "branches"
        constraints = [models.UniqueConstraint(fields=["repository", "name"], name="one_branch_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def claim_recipes(self, now: datetime, lease: timedelta) -> bool:
        """Take the reading of its recipes; False when another worker does it."""
        free = Q(recipes_lease_until=None) | Q(recipes_lease_until__lte=now)
        return bool(Branch.objects.filter(free, pk=self.pk).update(recipes_lease_until=now + lease))

    def renew_recipes(self, now: datetime, lease: timedelta) -> None:
        """A sign of life during a long history."""
        Branch.objects.filter(pk=self.pk).update(recipes_lease_until=now + lease)

    def recipes_read(self, head: str) -> bool:
        """The reading is stored, if nobody stored another meanwhile; False then."""
        mine = Branch.objects.filter(pk=self.pk, recipes_head=self.recipes_head)
        return bool(mine.update(recipes_head=head, recipes_lease_until=None))

    def gone(self, now: datetime) -> None:
        """Deleted on the remote: its history stays, its verdict no longer counts."""
        self.deleted_at = now
        self.save(update_fields=["deleted_at"])

    def untrack(self, now: datetime) -> None:
        """The configuration's patterns no longer name it."""
        self.untracked_at = now
        self.save(update_fields=["untracked_at"])
