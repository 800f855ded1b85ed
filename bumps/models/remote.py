"""Where a repository lives, and the state of asking it: when next, when last answered, why it failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When


class RemoteQuerySet(models.QuerySet["Remote"]):
    def due(self, now: datetime) -> Self:
        """Polled remotes whose time has come and that nobody holds."""
        return self.free(now).filter(next_poll_at__lte=now, retired_at=None, repository__retired_at=None)

    def free(self, now: datetime) -> Self:
        """Nobody polls it, or whoever did gave no sign of life for a lease's length."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Remote(models.Model):
    """A plain git url, a GitHub project, or a GitLab project. Only one with `next_poll_at` is polled."""

    class Kind(models.TextChoices):
        GIT = "git", "git"
        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="remotes")
    kind = models.CharField(max_length=10, choices=Kind)
    location = models.CharField(max_length=1000, help_text="git url, or the project's path on its host")
    web_url = models.URLField(blank=True)
    options = models.JSONField(default=dict, help_text="what the configuration says of it beyond its place")
    quota = models.ForeignKey("bumps.Quota", models.SET_NULL, null=True, related_name="remotes")
    retired_at = models.DateTimeField(null=True)

    next_poll_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="last time somebody wanted a poll at once")
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="last time the remote answered")
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    runs_seen_at = models.DateTimeField(null=True, help_text="everything created before it was listed once")
    pulls_seen_at = models.DateTimeField(null=True, help_text="every change before it was listed once")

    objects = RemoteQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["repository", "kind"], name="one_remote_of_a_kind")]
        indexes = [
            # RemoteQuerySet.due, every few seconds
            models.Index(fields=["next_poll_at"], name="remote_due", condition=Q(next_poll_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.location}"

    def claim(self, now: datetime, lease: timedelta) -> bool:
        """Take the remote for one poll; False when another worker holds it."""
        return bool(Remote.objects.free(now).filter(pk=self.pk).update(claimed_at=now, lease_until=now + lease))

    def enqueued(self, now: datetime, patience: timedelta) -> bool:
        """A poll was sent to the queue: not due again until `patience` is over, in case the queue lost it."""
        return bool(Remote.objects.due(now).filter(pk=self.pk).update(next_poll_at=now + patience))

    def renew(self, now: datetime, lease: timedelta) -> None:
        """A sign of life during long work, so that nobody else starts it."""
        Remote.objects.filter(pk=self.pk).update(lease_until=now + lease)

    def answered(self, now: datetime, every: timedelta) -> None:
        """The poll went through. Whoever asked for one while it ran gets another at once: it may have come too late."""
        missed = When(asked_at__gt=F("claimed_at"), then=Value(now))
        Remote.objects.filter(pk=self.pk).update(
            answered_at=now,
            next_poll_at=Case(missed, default=Value(now + every)),
            lease_until=None,
            failing_since=None,
            failures=0,
            error="",
        )

    def failed(self, now: datetime, error: str, next_poll_at: datetime) -> None:
        """The poll did not: what is known stays, with its age and the reason."""
        Remote.objects.filter(pk=self.pk).update(
            error=error[:2000], next_poll_at=next_poll_at, lease_until=None, failures=F("failures") + 1
        )
        Remote.objects.filter(pk=self.pk, failing_since=None).update(failing_since=now)

    def poll_now(self, now: datetime) -> None:
        """Make it due at once; a running poll goes on undisturbed, and is followed by another."""
        Remote.objects.filter(pk=self.pk).update(next_poll_at=now, asked_at=now)

    def poll_soon(self, at: datetime) -> None:
        """Make it due then, unless it is due before; one that waits for its quota, or backs off, goes on waiting."""
        soon = Remote.objects.filter(pk=self.pk, next_poll_at__isnull=False, failing_since=None)
        soon.update(asked_at=at)
        soon.filter(next_poll_at__gt=at).update(next_poll_at=at)
