"""Where pins stand (PinSite), and what each said from one commit to the next (PinValue)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from bumps.models.repository import ActiveQuerySet
from bumps.rules.desync import Member
from bumps.rules.history import PinState


class PinSite(models.Model):
    """One place that pins an image or a commit. `required` sites must agree; `watched` ones are shown."""

    class Role(models.TextChoices):
        REQUIRED = "required", "required"
        WATCHED = "watched", "watched"

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="sites")
    variant = models.ForeignKey("bumps.Variant", models.SET_NULL, null=True, related_name="sites")
    name = models.CharField(max_length=100)
    label = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=500)
    reader = models.CharField(max_length=30)
    selector = models.JSONField(default=dict)
    ci = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=10, choices=Role)
    consumer = models.JSONField(null=True, help_text="the Dockerfile and ARG that make this pin count")
    dead_reason = models.CharField(max_length=500, blank=True, help_text="why nothing reads it, at the default head")
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = ActiveQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["repository", "name"], name="one_site_of_a_name")]

    def __str__(self) -> str:
        return self.name


class PinValueQuerySet(models.QuerySet["PinValue"]):
    def of_active_sites(self) -> Self:
        """Values of sites that the configuration still names."""
        return self.filter(site__retired_at=None)

    def required(self) -> Self:
        """Values of the sites that must agree, in the order of history."""
        return self.of_active_sites().filter(site__role=PinSite.Role.REQUIRED).select_related("site")


class PinValue(models.Model):
    """One row of one site from one commit on. Stored once per change, never per poll.

    `position` counts the branch's own first parents from 1; 0 is what the branch inherited where it begins
    (then `commit` is the one on the default branch that set it).
    """

    class Kind(models.TextChoices):
        VALUE = "value", "value"
        ABSENT = "absent", "absent"
        UNREADABLE = "unreadable", "could not read"

    branch = models.ForeignKey("bumps.Branch", models.CASCADE, related_name="pin_values")
    site = models.ForeignKey(PinSite, models.CASCADE, related_name="values")
    row = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=600, blank=True, help_text="the value, or why it could not be read")
    is_current = models.BooleanField(default=False)
    commit = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    author = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    pull_request = models.CharField(max_length=12, blank=True, help_text="#4611 or !4108, as the subject names it")

    objects = PinValueQuerySet.as_manager()

    class Meta:
        ordering = ["position", "site__position", "row"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "site", "row", "position"], name="one_change_per_commit"),
        ]
        indexes = [
            # the state of a branch now: overview, repository page, incremental backfill
            models.Index(fields=["branch"], name="pinvalue_current", condition=Q(is_current=True)),
            # the history of a branch: desync derivation, timeline
            models.Index(fields=["branch", "position"], name="pinvalue_history"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}/{self.row}@{self.position}"

    @property
    def state(self) -> PinState:
        return PinState(self.kind, self.text)  # type: ignore[arg-type]

    @property
    def member(self) -> Member:
        """Needs `site` loaded (select_related)."""
        return Member(self.site.name, self.row)


class DiscoveredPin(models.Model):
    """A file of the default branch that names the tracked image and that no site covers."""

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="discovered_pins")
    path = models.CharField(max_length=1000)

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["repository", "path"], name="one_discovery_per_path")]

    def __str__(self) -> str:
        return self.path
