"""A poll's progress on the terminal."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from rich.progress import Progress

from bumps.models import Remote


class Bar:
    """The Progress port as a bar, and the lease's sign of life."""

    def __init__(self, bars: Progress, remote: Remote, lease: timedelta) -> None:
        self._bars, self._remote, self._lease = bars, remote, lease
        self._task = bars.add_task(remote.repository.name, total=None)
        self._last = ""

    def report(self, message: str, done: int, total: int) -> None:
        self._bars.update(
            self._task, description=f"{self._remote.repository.name}: {message}", completed=done, total=total or None
        )
        if message != self._last:
            self._last = message
            self._remote.renew(timezone.now(), self._lease)
