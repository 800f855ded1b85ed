"""Which child pipelines a GitLab pipeline starts, and the jobs of each."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sandbox.ci.tree import Tree
from tests.sandbox.scenario.catalogue import UNIT_BUCKETS, Row

SMOKE = "L0-smoke"
PLACEHOLDER = "empty-pipeline-placeholder-job"


@dataclass(frozen=True, slots=True)
class LabPlanned:
    """A job of a child pipeline: its name is the bare test case, its stage the model."""

    name: str
    stage: str
    platform: str
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A bridge and what it starts. `foreign`: the project of the child, where it is another one."""

    bridge: str
    tag: str
    jobs: tuple[LabPlanned, ...]
    allow_failure: bool = False
    foreign: str = ""


def children(tree: Tree, variables: dict[str, str]) -> list[Child]:
    """`FUNCTIONAL_TEST_SCOPE` picks the rows, `FUNCTIONAL_TEST_CASES` some of them; tests are on unless said no."""
    found, image, rows = [], tree.images(), tree.rows()
    if variables.get("UNIT_TEST", "yes") == "yes":
        units = tuple(LabPlanned(bucket, "unit_tests", "dgx_h100") for bucket in UNIT_BUCKETS)
        found.append(Child("test:unit_tests_pyt(DEV)_mcore(latest)", image.gitlab_dev, units))
    if variables.get("INTEGRATION_TEST", "yes") == "yes":
        some = [row for row in rows if "mr-slim" in row.scopes and row.platform == "dgx_h100"][:3]
        found.append(Child("integration:run_dev_dgx_h100", image.gitlab_dev, _jobs(some)))
    if variables.get("FUNCTIONAL_TEST", "yes") != "yes":
        return found
    scope, wanted = variables.get("FUNCTIONAL_TEST_SCOPE", "mr"), variables.get("FUNCTIONAL_TEST_CASES", "all")
    chosen = [row for row in rows if wanted in ("all", "") or row.case in wanted.split(",")]
    for environment, platform in (("dev", "a100"), ("dev", "h100"), ("dev", "gb200"), ("lts", "a100"), ("lts", "h100")):
        tag = image.gitlab_lts if environment == "lts" else image.gitlab_dev
        mine = [row for row in chosen if row.platform == f"dgx_{platform}" and row.environment == environment]
        jobs = _jobs([row for row in mine if scope in row.scopes])
        bridge = f"functional:run_{environment}_dgx_{platform}"
        found.append(Child(bridge, tag, jobs, allow_failure=environment == "lts"))
    for platform in ("h100", "gb200"):
        mine = [row for row in rows if row.platform == f"dgx_{platform}" and SMOKE in row.scopes]
        found.append(Child(f"functional:smoke-{platform}", image.gitlab_dev, _jobs(mine)))
    found.append(Child("functional:run_nemo", image.gitlab_dev, (), foreign="dl/nemo-ci"))
    return found


def _jobs(rows: list[Row]) -> tuple[LabPlanned, ...]:
    made = tuple(LabPlanned(row.case, row.model, row.platform, row) for row in rows)
    return made or (LabPlanned(PLACEHOLDER, "empty", ""),)
