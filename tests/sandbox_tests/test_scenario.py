"""The world that was built is the one the field knows."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.logs.log import Kind
from tests.sandbox.ci.github_plan import GB200, H100
from tests.sandbox.ci.tree import Tree
from tests.sandbox.scenario import catalogue, plot
from tests.sandbox.scenario.build import Scenario
from tests.sandbox.state.actions import Run

pytestmark = pytest.mark.enable_socket
KINDS: set[Kind] = {"drift", "timeout", "oom", "nan", "infrastructure", "assertion", "unknown"}


def newest(scenario: Scenario, event: str) -> Run:
    return max((run for run in scenario.lm.runs.values() if run.event == event), key=lambda run: run.id)


def test_the_full_set_is_two_pages_on_two_platforms(quiet_scenario: Scenario) -> None:
    jobs = [job for job in newest(quiet_scenario, "merge_group").last.jobs if "/unit_tests/" not in job.name]
    tests = [job for job in jobs if job.name.endswith(" - latest")]
    assert Counter(job.labels[0] for job in tests) == {H100: 77, GB200: 31}
    shared = [job for job in tests if catalogue.SHARED_CASE in job.name]
    assert len({job.name for job in shared}) == 1
    assert {job.labels[0] for job in shared} == {H100, GB200}


def test_everything_that_can_fail_has_failed_on_both_systems(quiet_scenario: Scenario) -> None:
    for system in ("github", "gitlab"):
        assert {truth.kind for truth in quiet_scenario.truths if truth.system == system} == KINDS


def test_every_trouble_is_of_a_test_that_exists(quiet_scenario: Scenario) -> None:
    known = {row.case for row in catalogue.rows()} | set(catalogue.UNIT_BUCKETS)
    known |= {name for names in catalogue.BRIDGE_LAUNCHERS.values() for name in names}
    assert {trouble.case for trouble in plot.troubles(quiet_scenario.engine.world.now())} <= known


def test_main_never_runs_on_a_push(quiet_scenario: Scenario) -> None:
    assert {run.event for run in quiet_scenario.lm.runs.values() if run.head_branch == "main"} == set()
    assert {run.event for run in quiet_scenario.bridge.runs.values()} == {"push", "schedule"}


def test_the_stormy_bump_drifts_hangs_and_starves_and_the_calm_one_would_not(quiet_scenario: Scenario) -> None:
    found = [truth for truth in quiet_scenario.truths if truth.tag == plot.STORMY and truth.system == "github"]
    assert sum(truth.kind == "drift" for truth in found) > 10
    kinds = {truth.case: truth.kind for truth in found}
    assert (kinds[plot.HANGING], kinds[plot.HUNGRY]) == ("timeout", "oom")
    images = Tree(quiet_scenario.lm.origin, quiet_scenario.lm.origin.head()).images()
    assert (images.github_dev, images.gitlab_dev) == ("26.04", "26.04")


def test_children_of_a_pipeline_stand_behind_its_bridges(quiet_scenario: Scenario) -> None:
    parent = max(
        (one for one in quiet_scenario.mirror.pipelines.values() if one.source == "schedule"), key=lambda one: one.id
    )
    bridges = {bridge.name: bridge for bridge in parent.bridges}
    assert bridges["functional:run_lts_dgx_a100"].allow_failure
    nemo = bridges["functional:run_nemo"].downstream
    assert nemo is not None
    assert nemo.project is not quiet_scenario.mirror
    h100 = bridges["functional:run_lts_dgx_h100"].downstream
    assert h100 is not None
    assert [job.name for job in h100.jobs] == ["empty-pipeline-placeholder-job"]


def test_the_mirror_is_behind_on_some_branches(quiet_scenario: Scenario) -> None:
    behind = {name for name, sha in quiet_scenario.mirror.refs.items() if quiet_scenario.lm.refs.get(name, sha) != sha}
    assert behind == {"main", "core_r0.16.0"}


def test_logs_are_long_and_tell_the_truth(quiet_scenario: Scenario) -> None:
    truth = next(truth for truth in quiet_scenario.truths if truth.kind == "drift" and truth.system == "github")
    _, _, job = quiet_scenario.lm.jobs[truth.external_id]
    assert job.log is not None
    text = b"".join(job.log())
    assert text.count(b"\n") > 2000
    assert f"The following metrics failed: {', '.join(truth.metrics)}".encode() in text
