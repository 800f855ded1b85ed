"""Webhooks of both systems, signed and delivered from a thread of their own."""

from tests.sandbox.webhooks.delivery import Delivery, Hook, Hooks

__all__ = ["Delivery", "Hook", "Hooks"]
