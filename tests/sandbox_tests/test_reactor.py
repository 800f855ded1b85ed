"""The CI of the world reacts as the real one does."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import requests

from tests.origins.origin import Content
from tests.sandbox.ci.merge_queue import enqueue
from tests.sandbox.clock import Clock
from tests.sandbox.scenario import plot
from tests.sandbox.scenario.acts import Acts
from tests.sandbox.scenario.build import Scenario
from tests.sandbox.scenario.people import GITHUB_TOKEN, LM, MIRROR_ID
from tests.sandbox.state.actions import Run
from tests.sandbox.state.github import Issue
from tests.sandbox_tests.clients import hub, lab

pytestmark = pytest.mark.enable_socket


def newest(scenario: Scenario, issue: Issue) -> Run:
    runs = [run for run in scenario.lm.runs.values() if run.head_branch == f"pull-request/{issue.number}"]
    return max(runs, key=lambda run: run.id)


def state_of(run: Run, clock: Clock, seconds: float) -> str:
    clock.step(seconds)
    return run.last.status


def failed(run: Run) -> set[str]:
    return {job.name for job in run.latest_jobs() if job.conclusion == "failure"} - {"Nemo_CICD_Test"}


def test_a_comment_starts_a_run_that_waits_is_tested_and_ends(scenario: Scenario) -> None:
    acts, clock = Acts(scenario), scenario.sandbox.clock
    issue = acts.open(scenario.lm, "lin-repair/one", {"x": "1"}, "One", "lin-repair")
    hub(scenario.sandbox).get_repo(LM).get_pull(issue.number).create_issue_comment(f"/ok to test {issue.pull.head_sha}")  # type: ignore[union-attr]
    clock.step(1)
    run = newest(scenario, issue)
    seen = [state_of(run, clock, seconds) for seconds in (0, 8, 120)]
    assert seen == ["waiting", "in_progress", "completed"]
    assert len(run.last.jobs) < 50
    # Asked once more for the same commit: the branch does not move, so nothing runs.
    acts.ok_to_test(scenario.lm, issue, "lin-repair")
    clock.step(5)
    assert newest(scenario, issue) is run


@pytest.mark.parametrize("body", ["/ok to test 1234567", "/ok to test"])
def test_the_bot_wants_the_full_sha(scenario: Scenario, body: str) -> None:
    comment = hub(scenario.sandbox).get_repo(LM).get_pull(scenario.bump.number).create_issue_comment(body)
    assert "full sha" in scenario.bump.comments[-1].body
    assert scenario.bump.comments[-1].id > comment.id


def test_labels_at_run_time_decide_and_refreshed_values_and_marks_turn_it_green(scenario: Scenario) -> None:
    acts, clock, issue = Acts(scenario), scenario.sandbox.clock, scenario.bump
    assert issue.pull is not None
    before = newest(scenario, issue)
    drifting = {t.name for t in scenario.truths if t.run_id == before.id and t.kind == "drift"}
    change = refresh_from_artifacts(scenario, before)
    recipe = "tests/test_utils/recipes/h100/moe.yaml"
    text = scenario.lm.origin.file(recipe)
    row = text.index(plot.HANGING + "]")
    line = text.index("scope: [mr, mr-github", row)
    change[recipe] = text[:line] + text[line:].replace("mr, mr-github", "mr-broken, mr-github-broken", 1)
    acts.commit(scenario.lm, issue.pull.head, change, "tests: Refresh golden values", "grace-pin")
    acts.ok_to_test(scenario.lm, issue, "grace-pin")
    clock.step(200)
    after = newest(scenario, issue)
    assert after is not before
    assert len(after.last.jobs) > 100
    assert drifting & failed(after) == {name for name in drifting if plot.WRONG_GOLDEN in name} & failed(after)
    assert f"moe/{plot.HANGING} - latest" not in {job.name for job in after.last.jobs}
    assert any(plot.HUNGRY in name for name in failed(after))


def refresh_from_artifacts(scenario: Scenario, run: Run) -> dict[str, Content]:
    """What the button of the dashboard will do, by hand: golden values out of the artifacts."""
    change: dict[str, Content] = {}
    cases = {t.case: t for t in scenario.truths if t.run_id == run.id and t.kind == "drift"}
    for artifact in run.artifacts:
        for case in cases:
            if artifact.name.startswith(f"logs-{case}-{run.id}-"):
                archive = zipfile.ZipFile(io.BytesIO(artifact.content()))
                name = next(name for name in archive.namelist() if name.startswith("golden_values"))
                folder = "moe" if "moe" in case else case.split("_")[0].removesuffix("3")
                folder = {"multimodal": "multimodal_llava"}.get(folder, folder)
                assert json.loads(archive.read(name))
                change[f"tests/functional_tests/test_cases/{folder}/{case}/{name}"] = archive.read(name)
    return change


def test_failed_jobs_run_again_as_a_second_attempt(scenario: Scenario) -> None:
    run = max(scenario.lm.runs.values(), key=lambda run: run.id)
    count = len(failed(run))
    assert count
    hub(scenario.sandbox).get_repo(LM).get_workflow_run(run.id).rerun_failed_jobs()
    assert (run.last.number, run.last.status) == (2, "waiting")
    scenario.sandbox.clock.step(200)
    assert run.last.status == "completed"
    assert len(run.last.jobs) == count + 5


def test_the_merge_queue_tests_and_then_moves_main(scenario: Scenario) -> None:
    acts = Acts(scenario)
    issue = acts.open(scenario.lm, "lin-repair/two", {"y": "2"}, "Two", "lin-repair")
    queue = enqueue(scenario.reactor, scenario.lm, issue, "lin-repair", forced=True)
    assert queue.startswith(f"gh-readonly-queue/main/pr-{issue.number}-")
    head = scenario.lm.origin.head(queue)
    scenario.sandbox.clock.step(200)
    assert scenario.lm.origin.head() == head
    assert queue not in scenario.lm.refs
    pull = hub(scenario.sandbox).get_repo(LM).get_pull(issue.number)
    assert (pull.merged, pull.state) == (True, "closed")


def test_a_pipeline_on_a_pushed_head_runs_its_children(scenario: Scenario) -> None:
    scenario.mirror.origin.branch("pull-request/x", scenario.mirror.origin.head())
    project = lab(scenario.sandbox).projects.get(MIRROR_ID, lazy=True)
    wanted = {"UNIT_TEST": "no", "INTEGRATION_TEST": "no", "FUNCTIONAL_TEST": "yes", "FUNCTIONAL_TEST_SCOPE": "mr"}
    variables = [{"key": key, "value": value} for key, value in wanted.items()]
    made = project.pipelines.create({"ref": "pull-request/x", "variables": variables})
    scenario.sandbox.clock.step(200)
    assert project.pipelines.get(made.id).status in ("success", "failed")
    bridges = {one.name: one for one in project.pipelines.get(made.id, lazy=True).bridges.list(get_all=True)}
    assert "test:unit_tests_pyt(DEV)_mcore(latest)" not in bridges
    child = bridges["functional:run_dev_dgx_h100"].downstream_pipeline["id"]
    jobs = project.pipelines.get(child, lazy=True).jobs.list(get_all=True)
    assert len(jobs) > 70
    broken = next(job for job in jobs if job.status == "failed")
    assert len(project.jobs.get(broken.id, lazy=True).trace()) > 100_000
    retried = project.jobs.get(broken.id, lazy=True).retry()
    assert retried["id"] != broken.id
    scenario.sandbox.clock.step(200)
    assert project.pipelines.get(child).status in ("success", "failed")


def test_logs_and_artifacts_lie_elsewhere_and_want_no_token(scenario: Scenario) -> None:
    run = max(scenario.lm.runs.values(), key=lambda run: run.id)
    job = next(job for job in run.last.jobs if job.log is not None)
    url, token = f"{scenario.sandbox.github_api_url}/repos/{LM}/actions", {"Authorization": f"Bearer {GITHUB_TOKEN}"}
    assert requests.get(f"{url}/jobs/{job.id}/logs", timeout=5).status_code == 403
    away = requests.get(f"{url}/jobs/{job.id}/logs", headers=token, allow_redirects=False, timeout=5)
    assert away.status_code == 302
    assert requests.get(away.headers["Location"], headers=token, timeout=5).status_code == 400
    assert len(requests.get(away.headers["Location"], timeout=5).content) > 1000
    scenario.sandbox.clock.step(61)
    assert requests.get(away.headers["Location"], timeout=5).status_code == 403
    artifact = run.artifacts[-1]
    zipped = requests.get(f"{url}/artifacts/{artifact.id}/zip", headers=token, allow_redirects=False, timeout=5)
    assert zipfile.is_zipfile(io.BytesIO(requests.get(zipped.headers["Location"], timeout=5).content))
    scenario.sandbox.clock.step(91 * 86400)
    gone = requests.get(f"{url}/artifacts/{artifact.id}/zip", headers=token, timeout=5)
    assert gone.status_code == 410
