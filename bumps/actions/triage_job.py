"""Why one failing job failed: its annotations, then its log, then the logs of its ranks. Read once, stored once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from bumps.actions.archive import Archive
from bumps.actions.follow_up import FollowUp
from bumps.actions.remotes import CiAccess, ci_access
from bumps.models import JobResult, Remote
from bumps.ports import ArtifactInfo, NotFound, RateLimited, Refused, Unreachable
from bumps.rules.artifact_names import artifact_of
from bumps.rules.triage import LIMIT_BYTES, Triage, combine, rank_logs, triage, triage_annotations

MOST_TRIES = 8
# Without a token or an address there is nothing to ask; once there is, what waited is read.
NO_ACCESS = timedelta(hours=1)
ARTIFACT_BYTES = 512 * 1024**2
RANK_LOG_BYTES = 64 * 1024**2
MOST_RANK_LOGS = 64


def triage_job(job_id: int) -> list[FollowUp]:
    """Explain the failure unless somebody does, or did. What cannot be read now is read later, but not for ever."""
    job = JobResult.objects.select_related("run", "remote", "remote__repository", "test").filter(pk=job_id).first()
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    if job is None or not job.claim_triage(timezone.now(), lease):
        return []
    try:
        access = ci_access(job.remote)
    except Refused as error:
        job.postpone_triage(timezone.now() + NO_ACCESS, str(error))
        return []
    if access.quota.row.is_anonymous and job.remote.kind == Remote.Kind.GITHUB:
        job.postpone_triage(timezone.now() + NO_ACCESS, "GitHub shows logs to nobody without a token; set GITHUB_TOKEN")
        return []
    reading = _Reading(job, access)
    try:
        found = reading.verdict()
    except RateLimited as error:
        job.postpone_triage(error.reset_at, str(error))
    except Unreachable as error:
        _again(job, str(error))
    except (NotFound, Refused) as error:
        job.explained({"kind": "unknown"}, source="", note=str(error), available=False)
    except Exception as error:
        _again(job, f"internal error ({type(error).__name__})")
        raise
    else:
        job.explained(_cause(found), source=reading.source_of(found), note=reading.note(found))
    finally:
        access.quota.save()
    return []


def _again(job: JobResult, why: str) -> None:
    job.refresh_from_db(fields=["triage_tries"])
    if job.triage_tries >= MOST_TRIES:
        job.explained({"kind": "unknown"}, source="", note=f"{why}; given up", available=False)
        return
    seconds = min(settings.POLL_SECONDS * 2 ** (job.triage_tries - 1), settings.BACKOFF_LIMIT_SECONDS)
    job.postpone_triage(timezone.now() + timedelta(seconds=seconds), why)


def _cause(found: Triage) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "line": found.line[:500],
        "line_number": min(found.line_number, 2**31 - 1),
        "excerpt": [line[:500] for line in found.excerpt],
        "metrics": list(found.metrics),
    }


class _Reading:
    """The witnesses of one failure, asked in turn, each remembered by its name."""

    def __init__(self, job: JobResult, access: CiAccess) -> None:
        self._job, self._access = job, access
        self._sources: list[tuple[Triage, str]] = []
        self._notes: list[str] = []
        self._renewed = time.monotonic()

    def verdict(self) -> Triage:
        """Raises PortError when nothing could be read; what only the last witness lacks is a note."""
        said = self._access.runs.annotations(self._job.external_id)
        annotation = self._remember(triage_annotations([f"{a.title}\n{a.message}" for a in said]), "annotation")
        if not annotation.is_silent:
            return annotation
        log = self._remember(self._log(), "job log")
        return combine(annotation, log, self._ranks())

    def source_of(self, found: Triage) -> str:
        return next((name for one, name in self._sources if one is found), "")

    def note(self, found: Triage) -> str:
        """What was not read, and why."""
        if found.truncated:
            self._notes.append(f"the log is longer than the {LIMIT_BYTES / 1e9:.0f} GB that are read")
        return "; ".join(self._notes)

    def _log(self) -> Triage:
        return triage(self._alive(self._access.runs.log(self._job.external_id, LIMIT_BYTES + 1)))

    def _ranks(self) -> Iterator[Triage]:
        """The last attempt's logs out of the artifact. Begun only when annotation and log are silent."""
        try:
            artifact = self._artifact()
            if artifact is None:
                return
            with self._access.runs.artifact_zip(artifact, ARTIFACT_BYTES) as file:
                archive = Archive(file)
                for name in rank_logs(archive.names)[:MOST_RANK_LOGS]:
                    yield self._remember(triage(self._alive(archive.read(name, RANK_LOG_BYTES))), name)
        except (NotFound, Refused) as error:
            self._notes.append(str(error))

    def _artifact(self) -> ArtifactInfo | None:
        job = self._job
        artifacts = self._access.runs.artifacts(job.run.external_id)
        if any(one.job for one in artifacts):
            return next((one for one in artifacts if one.job == job.external_id), None)
        test = job.test.name if job.test else job.name.removesuffix(" - latest")
        return artifact_of(test, job.run.external_id, job.started_at, job.completed_at, artifacts)

    def _remember(self, said: Triage, name: str) -> Triage:
        self._sources.append((said, name))
        return said

    def _alive(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """A long log must not look like a dead worker."""
        for chunk in chunks:
            if time.monotonic() - self._renewed > settings.LEASE_SECONDS / 3:
                self._renewed = time.monotonic()
                self._job.renew_triage(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS))
            yield chunk
