"""Which jobs a GitHub run is made of, from the tree it checks out and the labels at that time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.sandbox.ci.tree import Tree
from tests.sandbox.scenario.catalogue import UNIT_BUCKETS, Row

H100, GB200, SMALL = "nvidia-ci-aws-gpu-x8", "nvidia-ci-aws-use2-gpu-x4", "ubuntu-latest"
AGGREGATE = "Nemo_CICD_Test"
LAUNCHERS = "tests/functional_tests/launch_scripts"
Phase = Literal["gate", "build", "test", "end"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A job to be. `case` is what fails; empty for jobs that never do by themselves."""

    name: str
    labels: tuple[str, ...]
    phase: Phase
    case: str = ""
    platform: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole run. `compares`: whether golden values are looked at."""

    jobs: tuple[Planned, ...]
    tag: str
    compares: bool = True


def megatron_lm(tree: Tree, event: str, labels: frozenset[str], *, is_member: bool) -> Plan:
    """A label gives the full set, none the slim one; somebody from outside gets no GB200 and other runners."""
    full = event == "merge_group" or bool(labels & {"Run tests", "Run functional tests"})
    scope = "mr-github" if full else "mr-github-slim"
    h100 = H100 if is_member else f"{H100}-ephemeral"
    jobs = [_plain("cicd-wait-in-queue", "gate"), _plain("pre-flight", "gate"), _plain("linting", "gate")]
    jobs += [_plain("cicd-container-build", "build")]
    for bucket in UNIT_BUCKETS:
        jobs.append(Planned(f"{bucket} - latest", (h100,), "test", bucket, "dgx_h100"))
        if is_member and bucket.count("/") > 2:
            jobs.append(Planned(f"{bucket} - gb200 latest", (GB200,), "test", bucket, "dgx_gb200"))
    for row in tree.rows():
        if scope in row.scopes and (is_member or row.platform == "dgx_h100"):
            runner = GB200 if row.platform == "dgx_gb200" else h100
            jobs.append(Planned(f"{row.model}/{row.case} - latest", (runner,), "test", row.case, row.platform, row))
    jobs.append(_plain(AGGREGATE, "end"))
    image = tree.images()
    tag = image.github_lts if "container::lts" in labels else image.github_dev
    return Plan(tuple(jobs), tag, compares="Run tests" not in labels)


def megatron_bridge(tree: Tree, event: str, labels: frozenset[str], *, is_member: bool) -> Plan:
    """L0 always, L1 by label and on main, L2 nightly or by label."""
    levels = {"L0"}
    if event != "pull_request" or "needs-more-tests" in labels:
        levels.add("L1")
    if event == "schedule" or "full-test-suite" in labels:
        levels |= {"L1", "L2"}
    jobs = [_plain("pre-flight", "gate"), _plain("lint-check", "gate"), _plain("cicd-container-build", "build")]
    for platform, runner in (("h100", H100), ("gb200", GB200)):
        if platform == "gb200" and not is_member:
            continue
        for script in tree.names(f"{LAUNCHERS}/{platform}/active"):
            name = script.removesuffix(".sh")
            if name[:2] in levels:
                shown = f"gb200_{name}" if platform == "gb200" else name
                jobs.append(Planned(shown, (runner,), "test", name, f"dgx_{platform}"))
    jobs += [Planned("cicd-unit-tests-core", (H100,), "test", "cicd-unit-tests-core", "dgx_h100")]
    jobs.append(_plain(AGGREGATE, "end"))
    return Plan(tuple(jobs), tree.bridge_image())


def _plain(name: str, phase: Phase) -> Planned:
    return Planned(name, (SMALL,), phase)
