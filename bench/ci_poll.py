"""What a poll of a CI system costs: requests of a quiet one, and of one that finds a fresh full run of 108 jobs."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.test.utils import override_settings

from bench.table import Row
from bumps.actions.load_config import load_config
from bumps.actions.poll import poll
from bumps.actions.poll_ci import poll_ci
from bumps.actions.triage_job import triage_job
from bumps.models import JobResult, Remote, Repository
from bumps.rules.config import parse
from tests.integrations.contract.sides import Hub, Lab, Told
from tests.origins.megatron import both_pins
from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN, Town, town
from tests.sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parent.parent
H100, GB200, FAILING = 77, 31, 9
LIMITS = {"quiet": 4, "fresh": 8, "failing": 2}
OOM = b"torch.OutOfMemoryError: CUDA out of memory\n"


def run(workshop: Path) -> list[Row]:
    """GitHub and GitLab of one repository, each quiet and with a fresh run."""
    with Sandbox(workshop / "sandbox", datetime.now(UTC)) as sandbox:
        place = town(sandbox)
        place.commit(both_pins("26.02"), "Start (#1)")
        place.mirror()
        settings = {
            "GITHUB_API_URL": sandbox.github_api_url,
            "GITHUB_TOKEN": BOT_TOKEN,
            "GITLAB_URL": sandbox.gitlab_url,
            "GITLAB_TOKEN": LAB_TOKEN,
        }
        with override_settings(**settings):
            return _measure(place)


def _measure(place: Town) -> list[Row]:
    bridge = replace(place, repo=place.sandbox.world.repo("NVIDIA-NeMo/Megatron-Bridge"))
    bridge.commit({"docker/Dockerfile.ci": "ARG BASE_IMAGE=nvcr.io/nvidia/pytorch:26.02-py3\n"}, "Start (#1)")
    Repository.objects.all().delete()
    text = (ROOT / "bumpboard.toml").read_text()
    for town_of in (place, bridge):
        text = text.replace(f"https://github.com/{town_of.repo.full_name}.git", town_of.repo.origin.url)
    load_config(parse(text, "bumpboard.toml"), ROOT, datetime.now(UTC))
    sides: dict[tuple[str, str], tuple[Hub | Lab, str]] = {
        ("megatron-lm", "github"): (Hub(place), "gpt/test{} - latest"),
        ("megatron-lm", "gitlab"): (Lab(place), "test{}"),
        ("megatron-bridge", "github"): (Hub(bridge, event="schedule"), "L1_Launch_test_{}"),
    }
    rows = []
    for (slug, kind), (side, name) in sides.items():
        remotes = Remote.objects.filter(repository__slug=slug)
        poll(remotes.get(kind="git").pk)
        rows += _of(place, remotes.get(kind=kind), side, name)
    return rows


def _of(place: Town, remote: Remote, side: Hub | Lab, name: str) -> list[Row]:
    now = datetime.now(UTC).replace(microsecond=0)
    side.add([Told(name.format(0))], at=now - timedelta(hours=2))
    poll_ci(remote.pk)
    quiet = _row(place, remote, "quiet poll", LIMITS["quiet"])
    words = ["failure" if number < FAILING else "success" for number in range(H100 + GB200)]
    jobs = [Told(name.format(number), word, OOM) for number, word in enumerate(words)]
    side.add(jobs, at=now, state="failure")
    return [quiet, _row(place, remote, f"fresh run of {len(jobs)} jobs", LIMITS["fresh"]), _triage(place, remote)]


def _row(place: Town, remote: Remote, what: str, limit: int) -> Row:
    log, before = place.sandbox.log, len(place.sandbox.log.find(remote.kind))
    started = time.perf_counter()
    poll_ci(remote.pk)
    seconds = time.perf_counter() - started
    asked = log.find(remote.kind)[before:]
    free = sum(entry.status == 304 for entry in asked)
    told = f"{seconds * 1000:.0f} ms, {free} of them answered 304"
    return Row(f"{remote}: {what}", f"{len(asked)} requests", told, "", str(limit))


def _triage(place: Town, remote: Remote) -> Row:
    jobs = list(JobResult.objects.filter(remote=remote, triage="pending"))
    before = len(place.sandbox.log.find(remote.kind))
    for job in jobs:
        triage_job(job.pk)
    asked = len(place.sandbox.log.find(remote.kind)) - before
    each = asked / max(len(jobs), 1)
    return Row(f"{remote}: {len(jobs)} failing jobs explained", f"{asked} requests", f"{each:.1f} a job", "", "2 a job")
