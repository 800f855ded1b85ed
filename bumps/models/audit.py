"""Who pressed what, when."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One write by a person. Kept when the person or the repository goes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    repository = models.ForeignKey("bumps.Repository", models.SET_NULL, null=True, related_name="+")
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["-at"], name="audit_newest")]  # activity page

    def __str__(self) -> str:
        return f"{self.user_name} {self.verb}"
