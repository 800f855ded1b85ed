"""Several witnesses of one failure: annotations first, then the job's log, then the logs of its ranks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bumps.rules.triage.result import Kind, Triage
from bumps.rules.triage.scan import triage

_RANK_LOG = re.compile(r"(?:^|/)attempt_(\d+)/(\d+)/std(err|out)\.log$")
# The ranks' logs have no common clock: what explains most about the others wins.
_TELLING = (Kind.OOM, Kind.NAN, Kind.INFRASTRUCTURE, Kind.ASSERTION, Kind.DRIFT)


def triage_annotations(annotations: Sequence[str]) -> Triage:
    """What the CI system attached to the job says; unknown where it only repeats that the job failed."""
    return triage(f"{text}\n".encode(errors="replace") for text in annotations)


def combine(annotation: Triage | None, job_log: Triage | None, ranks: Iterable[Triage] = ()) -> Triage:
    """The verdict of all witnesses: the first one that is not silent.

    A time-out is as good as silence until the others were asked, for it is what the ranks left behind say of a dead
    one; it stands when nobody knows better. `ranks` is not even begun where it is not needed.
    """
    before = [one for one in (annotation, job_log) if one is not None]
    for one in before:
        if not one.is_silent:
            return one
    asked = list(ranks)
    if telling := [one for one in asked if not one.is_silent]:
        return min(telling, key=lambda one: _TELLING.index(one.kind))
    told = [one for one in (*before, *asked) if one.kind is not Kind.UNKNOWN]
    if told:
        return min(told, key=lambda one: one.kind is not Kind.TIMEOUT)
    return next((one for one in reversed(before) if one.line), Triage(Kind.UNKNOWN))


def rank_logs(paths: Iterable[str]) -> list[str]:
    """The logs of the ranks of the last attempt among an artifact's paths: rank by rank, stderr before stdout."""
    found = [(int(match[1]), int(match[2]), match[3], path) for path in paths if (match := _RANK_LOG.search(path))]
    last = max((attempt for attempt, *_ in found), default=0)
    return [path for attempt, *_, path in sorted(found) if attempt == last]
