"""A change of pins on its way: what they say, what they will say, and the pull request that does it."""

from __future__ import annotations

from typing import Self

from django.db import models

from bumps.models.pull_request import PullRequest


class BumpQuerySet(models.QuerySet["Bump"]):
    def open(self) -> Self:
        """Whose pull request is open, newest first."""
        return self.listed().filter(pull_request__state=PullRequest.State.OPEN)

    def listed(self) -> Self:
        """All of tracked repositories, with what a list shows, newest first."""
        return (
            self.filter(repository__retired_at=None)
            .select_related("repository", "pull_request", "pull_request__remote")
            .order_by("-pull_request__created_at", "-pk")
        )


class Bump(models.Model):
    """Found from git, whatever its title and labels say. Gone when the pull request no longer touches a pin."""

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="bumps")
    pull_request = models.OneToOneField(PullRequest, models.CASCADE, related_name="bump")
    pins_before = models.JSONField(default=dict, help_text="site/row to value on the base")
    pins_after = models.JSONField(default=dict, help_text="the same once head is merged into base")
    agrees = models.BooleanField(default=True, help_text="whether the required pins keep their rule after it")

    objects = BumpQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pull_request)

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Site/row to (before, after), of what it changes; empty text: not there."""
        names = sorted({*self.pins_before, *self.pins_after})
        pairs = {name: (self.pins_before.get(name, ""), self.pins_after.get(name, "")) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
