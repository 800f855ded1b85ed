"""Which artifact is a job's. On GitHub its name holds the test and the run, but neither model nor platform."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bumps.ports import ArtifactInfo

# It is uploaded as the job's last step.
_AROUND = timedelta(minutes=2)
_REST = r"-[0-9a-fA-F-]{8,36}(?:-retry)?"


def artifact_of(
    test: str, run: str, started_at: datetime | None, completed_at: datetime | None, artifacts: Sequence[ArtifactInfo]
) -> ArtifactInfo | None:
    """The one named after exactly that test and run: many names are prefixes of others.

    A test that ran on two platforms left two; then the one uploaded while this job ran, nearest to its end.
    """
    name = re.compile(re.escape(f"logs-{re.sub(r'[/*]', '-', test)}-{run}") + _REST)
    mine = [one for one in artifacts if name.fullmatch(one.name) and not one.is_expired]
    if len(mine) < 2 or completed_at is None:
        return mine[0] if mine else None
    end = completed_at
    timed = [one for one in mine if _within(one.created_at, started_at, end)]
    return min(timed or mine, key=lambda one: abs((one.created_at or end) - end))


def _within(at: datetime | None, start: datetime | None, end: datetime) -> bool:
    return at is not None and (start is None or start <= at) and at <= end + _AROUND
