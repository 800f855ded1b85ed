"""Webhooks that were accepted: each id once."""

from __future__ import annotations

from django.db import models


class WebhookDelivery(models.Model):
    """One delivery. A host may send the same twice; the second finds this row."""

    source = models.CharField(max_length=10)
    delivery = models.CharField(max_length=100)
    event = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [models.UniqueConstraint(fields=["source", "delivery"], name="one_webhook_of_an_id")]
        indexes = [models.Index(fields=["received_at"], name="webhook_old")]  # tidy

    def __str__(self) -> str:
        return f"{self.source} {self.event} {self.delivery}"
