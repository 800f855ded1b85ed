"""Why a job failed: which witness is asked, what is never read, what happens when none answers."""

from __future__ import annotations

import io
import stat
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from bumps.actions.poll_ci import poll_ci
from bumps.actions.sweep import sweep
from bumps.actions.triage_job import MOST_TRIES, triage_job
from bumps.models import JobResult
from tests.actions.ci_world import CiWorld, minutes_ago
from tests.integrations.contract.sides import Told, zipped
from tests.sandbox.state.actions import Annotation

pytestmark = pytest.mark.enable_socket
OOM = b"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB\n"
SILENT = b"Error: Process completed with exit code 1.\n"
RANK = "experiments/x/assets/logs/attempt_0/1/stderr.log"


def failed(ci: CiWorld, told: Told, system: str = "github") -> JobResult:
    """A failed job as a poll leaves it: not explained yet."""
    side = ci.hub if system == "github" else ci.lab
    side.add([told], at=minutes_ago(30), state="failure")
    for kind in ("git", system):
        if kind == "git":
            ci.poll("git")
        else:
            poll_ci(ci.remote(kind).pk)
    return JobResult.objects.get(name=told.name)


def explained(job: JobResult) -> JobResult:
    assert triage_job(job.pk) == []
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("system", ["github", "gitlab"])
def test_a_log_is_read_once_and_its_proof_kept(ci: CiWorld, system: str) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure", b"step 1\n" + OOM), system)
    assert job.triage == "pending"
    job = explained(job)
    assert (job.triage, job.failure_kind, job.failure_source) == ("done", "oom", "job log")
    assert "CUDA out of memory" in job.failure_line
    assert job.failure_excerpt
    before = ci.requests(system)
    explained(job)
    assert ci.requests(system) == before


def test_two_requests_explain_a_job(ci: CiWorld) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure", OOM))
    before = ci.requests()
    explained(job)
    assert ci.requests() - before == 2


def test_an_annotation_that_tells_it_saves_the_log(ci: CiWorld) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure", SILENT))
    _, _, said = ci.town.repo.jobs[int(job.external_id)]
    said.annotations.append(Annotation("Result", "The following metrics failed: lm loss"))
    job = explained(job)
    assert (job.failure_kind, job.failure_metrics, job.failure_source) == ("drift", ["lm loss"], "annotation")
    assert not ci.sandbox.log.find("storage")


@pytest.mark.parametrize("system", ["github", "gitlab"])
def test_where_the_log_is_silent_the_ranks_are_heard(ci: CiWorld, system: str) -> None:
    name = "gpt/a - latest"
    job = failed(ci, Told(name, "failure", SILENT, zipped({RANK: OOM, "golden_values.json": b"{}"})), system)
    if system == "github":
        run = ci.town.repo.runs[int(job.run.external_id)]
        run.artifacts[0].name = f"logs-a-{run.id}-0f8fad5b-d9cb-469f-a165-70867728950e"
    job = explained(job)
    assert (job.failure_kind, job.failure_source) == ("oom", RANK)


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RANK, bytes(200_000_000))
    return held.getvalue()


def link() -> bytes:
    held = io.BytesIO()
    entry = zipfile.ZipInfo(RANK)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return held.getvalue()


HOSTILE = {
    "bomb": (bomb, "would unpack to"),
    "out of it": (lambda: zipped({f"../../{RANK}": OOM}), "leads out of it"),
    "absolute": (lambda: zipped({f"/{RANK}": OOM}), "leads out of it"),
    "windows": (lambda: zipped({f"..\\..\\{RANK}": OOM}), "leads out of it"),
    "link": (link, "symbolic link"),
    "no zip": (lambda: b"not a zip at all", "not a zip"),
    "cut": (lambda: zipped({RANK: OOM * 1000})[:-30], "not a zip"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_and_said_so(ci: CiWorld, kind: str) -> None:
    make, why = HOSTILE[kind]
    job = explained(failed(ci, Told("gpt/a - latest", "failure", SILENT, make()), "gitlab"))
    assert (job.triage, job.failure_kind) == ("done", "unknown")
    assert why in job.failure_note


def test_a_job_without_a_log_is_said_to_have_none(ci: CiWorld) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure"))
    ci.town.repo.jobs[int(job.external_id)][2].log = None
    job = explained(job)
    assert (job.triage, job.failure_kind) == ("unavailable", "unknown")
    assert "has no" in job.failure_note


def test_without_a_token_logs_wait_for_one_and_cost_nothing(ci: CiWorld, settings: Settings) -> None:
    token, settings.GITHUB_TOKEN = settings.GITHUB_TOKEN, ""
    job = failed(ci, Told("gpt/a - latest", "failure", OOM))
    before = ci.requests()
    job = explained(job)
    assert (job.triage, ci.requests()) == ("pending", before)
    assert "set GITHUB_TOKEN" in job.failure_note
    settings.GITHUB_TOKEN = token
    job = explained(job)
    assert (job.triage, job.failure_kind, job.failure_note) == ("done", "oom", "")


def test_without_an_address_no_other_gitlab_is_asked(ci: CiWorld, settings: Settings) -> None:
    job = failed(ci, Told("c", "failure", OOM), "gitlab")
    settings.GITLAB_URL = ""
    job = explained(job)
    assert job.triage == "pending"
    assert "GITLAB_URL is not set" in job.failure_note


def test_a_remote_that_is_down_is_asked_again_later_but_not_for_ever(ci: CiWorld) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure", OOM))
    ci.sandbox.fault("status", service="github", path=".*/jobs/.*", times=0)
    job = explained(job)
    assert job.triage == "pending"
    assert job.triage_at is not None
    assert job.triage_at > timezone.now()
    for _ in range(MOST_TRIES):
        job = explained(job)
    assert (job.triage, job.failure_kind) == ("unavailable", "unknown")
    assert "given up" in job.failure_note


def test_what_a_crash_left_unread_is_sent_again_by_the_sweep(ci: CiWorld) -> None:
    job = failed(ci, Told("gpt/a - latest", "failure", OOM))
    now = timezone.now()
    assert job.claim_triage(now, timedelta(seconds=45))
    sent = [follow_up.id for follow_up in sweep(now) if follow_up.task == "workers.tasks.triage_job"]
    assert sent == []
    later = now + timedelta(minutes=5)
    sent = [follow_up.id for follow_up in sweep(later) if follow_up.task == "workers.tasks.triage_job"]
    assert sent == [job.pk]
    assert job.pk not in [f.id for f in sweep(later) if f.task == "workers.tasks.triage_job"]


def test_a_long_log_keeps_its_claim_alive(ci: CiWorld, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LEASE_SECONDS = 0
    renewed: list[int] = []
    monkeypatch.setattr(JobResult, "renew_triage", lambda self, *_: renewed.append(self.pk))
    explained(failed(ci, Told("gpt/a - latest", "failure", b"step\n" * 200_000 + OOM)))
    assert len(renewed) > 3
