"""Every GET answer in use keeps to GitHub's own OpenAPI description."""

from __future__ import annotations

import pygit2
import pytest
import requests

from tests.sandbox.scenario.build import Scenario
from tests.sandbox.scenario.people import BOT, GITHUB_TOKEN, LM
from tests.sandbox_tests.openapi.description import description

pytestmark = pytest.mark.enable_socket


def asked(scenario: Scenario) -> list[str]:
    """One or more addresses for each path of the description."""
    lm, run = scenario.lm, scenario.lm.runs[max(scenario.lm.runs)]
    job = next(job for job in run.last.jobs if job.annotations)
    head, number = lm.origin.head(), scenario.bump.number
    tree = lm.origin.repo[head].peel(pygit2.Tree)
    assert scenario.bump.pull is not None
    bump, flow = scenario.bump.pull.head_sha, next(iter(lm.workflows.values()))
    inside = [
        "",
        "/branches?per_page=100",
        "/branches/main",
        "/branches/grace-pin/pytorch-26.05",
        "/git/ref/heads/main",
        "/git/matching-refs/heads/core",
        f"/git/commits/{head}",
        f"/git/trees/{tree.id}?recursive=1",
        f"/git/blobs/{tree['docker/.ngc_version.dev'].id}",
        "/contents/docker",
        "/contents/docker/.ngc_version.dev?ref=main",
        "/commits?per_page=3",
        f"/commits/{head}",
        "/commits/grace-pin/pytorch-26.05",
        f"/commits/{bump}/status",
        f"/commits/{bump}/statuses",
        f"/commits/{bump}/pulls",
        f"/compare/main...{bump}",
        "/pulls?state=all&per_page=100",
        f"/pulls/{number}",
        "/pulls/5721",
        f"/pulls/{number}/files",
        f"/pulls/{number}/commits",
        "/issues?state=all&per_page=100",
        f"/issues/{number}",
        "/issues/4614",
        f"/issues/{number}/comments",
        f"/issues/{number}/labels",
        "/labels",
        "/labels/bug",
        "/actions/workflows",
        f"/actions/workflows/{flow.id}",
        f"/actions/workflows/{flow.id}/runs?per_page=5",
        "/actions/runs?per_page=100",
        f"/actions/runs/{run.id}",
        f"/actions/runs/{run.id}/attempts/1",
        f"/actions/runs/{run.id}/attempts/1/jobs?per_page=100",
        f"/actions/runs/{run.id}/jobs?per_page=100",
        f"/actions/jobs/{job.id}",
        f"/actions/runs/{run.id}/artifacts?per_page=100",
        f"/actions/artifacts/{run.artifacts[0].id}",
        f"/check-runs/{job.id}/annotations",
        f"/collaborators/{BOT}/permission",
    ]
    return ["/rate_limit", "/user", f"/users/{BOT}", *(f"/repos/{LM}{path}" for path in inside)]


def test_every_answer_in_use_keeps_to_it(quiet_scenario: Scenario) -> None:
    known, seen, wrong = description(), set(), dict[str, list[str]]()
    for path in asked(quiet_scenario):
        answer = requests.get(
            quiet_scenario.sandbox.github_api_url + path,
            headers={"Authorization": f"Bearer {GITHUB_TOKEN}"},
            timeout=20,
        )
        assert answer.status_code == 200, (path, answer.text[:300])
        name, errors = known.errors(path.partition("?")[0], answer.json())
        seen.add(name)
        if errors:
            wrong[path] = errors[:5]
    assert wrong == {}
    assert seen == known.paths
