"""What every page says about the service itself: the verdict of its icon, and whether a worker is alive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from bumps.models import Desync, PinSite, PinValue
from dashboard.pages.silence import any_silent
from dashboard.pages.words import duration

State = Literal["sync", "desync", "unknown"]
HEARTBEAT = "bumpboard:heartbeat"
SILENCE = timedelta(seconds=60)


def state_now() -> State:
    """The verdict over everything tracked, in three queries."""
    if Desync.objects.open().exists():
        return "desync"
    pins = PinValue.objects.filter(
        is_current=True,
        site__role=PinSite.Role.REQUIRED,
        site__retired_at=None,
        branch__deleted_at=None,
        branch__untracked_at=None,
        branch__repository__retired_at=None,
    ).aggregate(known=Count("pk"), unreadable=Count("pk", filter=Q(kind=PinValue.Kind.UNREADABLE)))
    if not pins["known"] or pins["unreadable"] or any_silent(timezone.now()):
        return "unknown"
    return "sync"


def worker_warning(now: datetime) -> str:
    """Why pins may be old: no worker, or no Redis; empty while all is well."""
    try:
        beat = cache.get(HEARTBEAT)
    except Exception:  # noqa: BLE001  whatever the cache raises, the page is still shown
        return "Redis does not answer, so no work is queued; pins are not being polled."
    if not isinstance(beat, (int, float)):
        return "No worker has reported yet; pins are not being polled."
    silent = timedelta(seconds=max(now.timestamp() - beat, 0))
    if silent <= SILENCE:
        return ""
    return f"No worker has reported for {duration(silent)}; pins are not being polled."
