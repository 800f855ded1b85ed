"""Jobs of one run into rows, with the tests they are: the same answer stored twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bumps.actions.recognise import Recognised, recognise
from bumps.actions.sweep import triage_patience
from bumps.models import JobResult, Remote, Run, TestCase
from bumps.models.run import FAILED
from bumps.ports import JobInfo

_TOLD = (
    "name", "stage", "bridge", "runner_labels", "status", "conclusion", "raw_state", "allow_failure", "started_at",
    "completed_at", "url",
)  # fmt: skip
_FIELDS = (
    *_TOLD, "kind", "test_id", "platform", "environment", "counts", "triage", "triage_at", "remote_id",
    "baseline", "ran_at",
)  # fmt: skip
_PATIENCE = timedelta(days=1)
_BLOCKING = {"queued", "running"}


@transaction.atomic
def store_jobs(remote: Remote, run: Run, infos: Sequence[JobInfo]) -> list[int]:
    """Make the run's rows what `infos` say, and settle it when it is over. Returns the failures to be explained."""
    seen = [(info, recognise(remote, info)) for info in infos]
    tests = _tests(remote, [what for _, what in seen])
    counting = _counting(seen)
    known = {(row.attempt, row.external_id): row for row in run.jobs.all()}
    new: list[JobResult] = []
    changed: list[JobResult] = []
    for info, what in seen:
        key = (info.attempt, info.external_id)
        row = known.get(key) or JobResult(run=run, external_id=info.external_id, attempt=info.attempt)
        values = _values(remote, run, info, what, tests) | {"counts": key in counting}
        values["triage"] = _triage(row, info, what)
        if values["triage"] == JobResult.Triage.PENDING and row.triage != values["triage"]:
            values["triage_at"] = timezone.now() + triage_patience()  # sent at once; the sweep is the net
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        (changed if row.pk else new).append(row)
    JobResult.objects.bulk_create(new, ignore_conflicts=True)
    JobResult.objects.bulk_update(changed, [name.removesuffix("_id") for name in _FIELDS], batch_size=100)
    if run.status == "completed" and (_is_old(run) or not any(info.status in _BLOCKING for info in infos)):
        run.settle()
    fresh = [row.external_id for row in [*new, *changed] if row.triage == JobResult.Triage.PENDING]
    return list(run.jobs.filter(external_id__in=fresh).values_list("pk", flat=True))


def _is_old(run: Run) -> bool:
    """A job that its remote forgot to end must not be asked for until the end of time."""
    return run.updated_at is not None and timezone.now() - run.updated_at > _PATIENCE


def _values(
    remote: Remote, run: Run, info: JobInfo, what: Recognised, tests: dict[tuple[str, str], int]
) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(info, name) for name in _TOLD}
    return told | {
        "runner_labels": list(info.runner_labels),
        "kind": what.kind,
        "test_id": tests.get((what.suite, what.test)) if what.test else None,
        "platform": what.platform,
        "environment": what.environment,
        "remote_id": remote.pk,
        "baseline": run.baseline,
        "ran_at": run.created_at,
    }


def _triage(row: JobResult, info: JobInfo, what: Recognised) -> str:
    """A failure is explained once; what is no failure (any more) needs no explaining."""
    if what.is_silent or info.conclusion not in FAILED:
        return JobResult.Triage.NONE
    return row.triage or JobResult.Triage.PENDING


def _tests(remote: Remote, found: Sequence[Recognised]) -> dict[tuple[str, str], int]:
    """(suite, name) to the test's row, made where there is none."""
    wanted = {(what.suite, what.test) for what in found if what.test}
    rows = TestCase.objects.filter(repository=remote.repository, name__in={name for _, name in wanted})
    known = {(row.suite, row.name): row.pk for row in rows}
    missing = [TestCase(repository=remote.repository, suite=s, name=n) for s, n in sorted(wanted - known.keys())]
    if missing:
        TestCase.objects.bulk_create(missing, ignore_conflicts=True)
        known = {(row.suite, row.name): row.pk for row in rows.all()}
    return known


def _counting(seen: Sequence[tuple[JobInfo, Recognised]]) -> set[tuple[int, str]]:
    """The last attempt of each job; the same name on another platform is another job."""
    last: dict[tuple[str, ...], JobInfo] = {}
    for info, what in seen:
        if info.superseded:
            continue
        job = (info.bridge, info.stage, info.name, what.platform, what.environment)
        other = last.get(job)
        if other is None or _order(info) > _order(other):
            last[job] = info
    return {(info.attempt, info.external_id) for info in last.values()}


def _order(info: JobInfo) -> tuple[int, int]:
    number = info.external_id.rpartition(":")[2]
    return info.attempt, int(number) if number.isdecimal() else 0
