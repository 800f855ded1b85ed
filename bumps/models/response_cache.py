"""Answers of APIs with their ETags, so that asking again costs nothing while nothing changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models


class CachedResponseQuerySet(models.QuerySet["CachedResponse"]):
    def unused(self, now: datetime, age: timedelta) -> Self:
        """Not asked for in that time."""
        return self.filter(used_at__lt=now - age)


class CachedResponse(models.Model):
    """The body is kept beside its ETag: a worker killed before it stored what it read gets the same answer again."""

    key = models.CharField(max_length=64, unique=True, help_text="digest of the address and of who asks")
    etag = models.CharField(max_length=200)
    link = models.CharField(max_length=2000, blank=True, help_text="the next page")
    body = models.BinaryField(help_text="zlib")
    used_at = models.DateTimeField()

    objects = CachedResponseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="response_unused")]  # tidy

    def __str__(self) -> str:
        return self.key
