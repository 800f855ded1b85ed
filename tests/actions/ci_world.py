"""Megatron-LM on a sandbox: its git, its GitHub project and its GitLab mirror, polled as the workers do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Model
from django.forms import model_to_dict
from pytest_django.fixtures import Settings

from bumps.actions.load_config import load_config
from bumps.actions.poll import poll
from bumps.actions.poll_ci import poll_ci
from bumps.actions.triage_job import triage_job
from bumps.models import Bump, JobResult, PullRequest, Remote, Repository, Run
from bumps.rules.config import parse
from tests.integrations.contract.sides import Hub, Lab
from tests.origins.megatron import both_pins
from tests.origins.origin import Content
from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN, Town
from tests.sandbox.opened import open_pull
from tests.sandbox.state.github import Issue
from tests.world import ROOT, SHIPPED_LM, shipped_config


class CiWorld:
    """The product's side of a sandbox. Its clock stands, ours runs: runs are made a little before now."""

    def __init__(self, town: Town, settings: Settings) -> None:
        self.town, self.sandbox = town, town.sandbox
        self.hub, self.lab = Hub(town), Lab(town)
        settings.GITHUB_API_URL, settings.GITHUB_TOKEN = self.sandbox.github_api_url, BOT_TOKEN
        settings.GITHUB_URL = self.sandbox.github_url
        settings.GITLAB_URL, settings.GITLAB_TOKEN = self.sandbox.gitlab_url, LAB_TOKEN
        town.commit(both_pins("26.02"), "Start (#1)")
        text = shipped_config().replace(SHIPPED_LM, town.repo.origin.url)
        load_config(parse(text, "bumpboard.toml"), ROOT, datetime.now(UTC))
        self.repository = Repository.objects.get(slug="megatron-lm")

    def remote(self, kind: str) -> Remote:
        return Remote.objects.get(repository=self.repository, kind=kind)

    def poll(self, *kinds: str) -> None:
        """git, GitHub and GitLab in turn, with everything that follows; fails the test where a remote would fail."""
        for kind in kinds or ("git", "github", "gitlab"):
            remote = self.remote(kind)
            follow_ups = poll(remote.pk) if kind == "git" else poll_ci(remote.pk)
            assert self.remote(kind).error == ""
            for follow_up in follow_ups:
                if follow_up.task == "workers.tasks.triage_job":
                    triage_job(follow_up.id)

    def requests(self, service: str = "github") -> int:
        return len(self.sandbox.log.find(service))

    def open_pull(self, files: dict[str, Content], title: str = "A change", branch: str = "bump") -> Issue:
        repo = self.town.repo
        repo.origin.branch(branch, repo.origin.head())
        self.town.commit(files, title, branch)
        return open_pull(self.sandbox.world, repo, repo, branch, "main", title, "ada")

    def jobs(self) -> dict[str, tuple[str, str, str]]:
        """Job name to (status, conclusion, failure kind)."""
        rows = JobResult.objects.counting()
        return {row.name: (row.status, row.conclusion, row.failure_kind) for row in rows}

    def snapshot(self) -> list[object]:
        """Everything that CI told, without row ids and the times of our looking: equal when two ways led to it."""
        ours = ("id", "read_at", "triage_at", "triage_lease_until", "triage_tries", "statuses_at", "failure_note")
        found: list[object] = []
        for model in (Run, PullRequest):
            found += [_plain(row, (*ours, "remote")) for row in model.objects.all()]
        for job in JobResult.objects.select_related("run", "test"):
            found.append(
                _plain(job, (*ours, "run", "remote", "test")) | {"of": job.run.external_id, "is": str(job.test)}
            )
        for bump in Bump.objects.all():
            found.append({"before": bump.pins_before, "after": bump.pins_after, "agrees": bump.agrees})
        return sorted(found, key=str)


def _plain(row: Model, without: tuple[str, ...]) -> dict[str, object]:
    values = model_to_dict(row)
    return {name: value for name, value in values.items() if name not in without}


def minutes_ago(minutes: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=minutes)
