"""How many requests an account may still make, as its host last said. Shared by all remotes asked with it."""

from __future__ import annotations

from django.db import models


class Quota(models.Model):
    """One account on one host. `blocked_until`: the host said to come back then."""

    key = models.CharField(max_length=64, unique=True, help_text="digest of host and token")
    host = models.CharField(max_length=200)
    is_anonymous = models.BooleanField(default=False, help_text="asked without a token")
    limit = models.PositiveIntegerField(null=True)
    remaining = models.PositiveIntegerField(null=True)
    reset_at = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host}: {self.remaining} of {self.limit}"
