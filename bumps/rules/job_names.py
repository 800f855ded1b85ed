"""What a CI job is, by its name and what stands around it: a test on a platform, or one of the jobs that are none.

A name nobody foresaw is `unrecognised`: it is listed, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class JobKind(StrEnum):
    """What a job does. Only the first three run tests."""

    FUNCTIONAL = "functional"
    INTEGRATION = "integration"
    UNIT = "unit"
    AGGREGATE = "aggregate"
    PLACEHOLDER = "placeholder"
    BUILD = "build"
    UNRECOGNISED = "unrecognised"


@dataclass(frozen=True, slots=True)
class JobIdentity:
    """Which test a job runs and where; "" where the job does not say. `suite` is the model, or a launcher's level."""

    kind: JobKind
    suite: str = ""
    case: str = ""
    platform: str = ""
    environment: str = ""

    @property
    def is_test(self) -> bool:
        return self.kind in (JobKind.FUNCTIONAL, JobKind.INTEGRATION, JobKind.UNIT)


UNIT_SUITE = "unit-tests"
AGGREGATES = frozenset({"Nemo_CICD_Test"})
PLACEHOLDERS = frozenset({"empty-pipeline-placeholder-job"})

_UNRECOGNISED = JobIdentity(JobKind.UNRECOGNISED)
_PLATFORM = re.compile(r"(?:^|[^a-z0-9])(?:dgx[_-]?)?([abhg][ab]?\d{2,3})(?![a-z0-9])")
# GitHub's runners do not name their cards; these are the ones in use.
_RUNNERS = ((re.compile(r"-gpu-x8(?:-|$)"), "H100"), (re.compile(r"-gpu-x4(?:-|$)"), "GB200"))

_TAGGED = re.compile(r"(.+) - (gb200 )?(?:latest|legacy)")
_BUCKET = re.compile(r"tests/unit_tests/\S+")
_TEST = re.compile(r"([\w.-]+)/([\w.+-]+)")
_LAUNCHER = re.compile(r"(gb200_)?((L\d+)_Launch_[\w.-]+)")
_BRIDGE_UNITS = re.compile(r"(gb200_)?(cicd-unit-tests-(?:core|diffusion)|(?:L\d+_)?Launch_Unit_Tests\w*)")
_GITHUB_CHORES = re.compile(
    r"pre-?flight|.*-pre-?flight|is-not-external-contributor|configure|linting|lint[-_ ]check|copyright-check|dco.*"
    r"|generate-[\w-]*test-matrix|cicd-[\w-]+|coverage(?:[_-]fake)?|codecov.*|summary|notify[\w -]*|cleanup[\w -]*"
    r"|build[\w -]*|delete[\w -]*|publish[\w -]*|select tests on cpu|get-[\w-]+",
    re.IGNORECASE,
)

_FUNCTIONAL_BRIDGE = re.compile(r"functional:(?:run_(dev|lts)(?:_(\w+))?|smoke-(\w+)|run_nemo)")
_INTEGRATION_BRIDGE = re.compile(r"integration:run_(dev|lts)(?:_(\w+))?")
_UNIT_BRIDGE = re.compile(r"test:unit_tests\S*")
_ENVIRONMENT = re.compile(r"(?:^|[^a-z])(dev|lts)(?![a-z])", re.IGNORECASE)
_GITLAB_CHORES = re.compile(
    r"(?:pre|build|publish|triage|health|release|deploy|cleanup|label)[:_].+"
    r"|test:(?:build|pre_build|linting|safe_imports|copyright|docs|check|warmup)\S*.*"
    r"|test:unit_tests_?(?:configure|x?_?notify|x?_?(?:coverage|download)\S*)"
    r"|(?:functional|integration):(?:configure|x_)\S*|wait_for_resources|maybe_\S+|pages"
)


def platform_of(name: str) -> str:
    """`dgx_h100` as people call it, `H100`; "" where no card is named."""
    match = _PLATFORM.search(name.lower())
    return match[1].upper() if match else ""


def github_job(name: str, runner_labels: Iterable[str] = ()) -> JobIdentity:
    """A job of a workflow run of Megatron-LM or Megatron-Bridge.

    One test case has the same name on several platforms: the runner's labels tell which this is.
    """
    name, *called = name.strip().split(" / ")
    if name in AGGREGATES:
        return JobIdentity(JobKind.AGGREGATE)
    # A matrix that was skipped as a whole never got its names.
    if name in PLACEHOLDERS or "${{" in name:
        return JobIdentity(JobKind.PLACEHOLDER)
    if called and _GITHUB_CHORES.fullmatch(called[-1]):
        return JobIdentity(JobKind.BUILD)
    if found := _tagged(name, runner_labels) or _launcher(name):
        return found
    return JobIdentity(JobKind.BUILD) if _GITHUB_CHORES.fullmatch(_unparameterised(name)) else _UNRECOGNISED


def gitlab_job(name: str, stage: str = "", bridge: str = "", *, is_bridge: bool = False) -> JobIdentity:
    """A job of a pipeline; `bridge` is the parent's job that started the child pipeline it belongs to.

    A child job's name is the bare test case: platform and environment stand in the bridge's name alone.
    """
    name = name.strip()
    if name in PLACEHOLDERS:
        return JobIdentity(JobKind.PLACEHOLDER)
    if bridge:
        return _child(name, stage, bridge.strip())
    known = is_bridge and _bridge(name) is not None
    return JobIdentity(JobKind.BUILD) if known or _GITLAB_CHORES.fullmatch(name) else _UNRECOGNISED


def _tagged(name: str, runner_labels: Iterable[str]) -> JobIdentity | None:
    tagged = _TAGGED.fullmatch(name)
    if not tagged:
        return None
    platform = "GB200" if tagged[2] else _platform_of_runner(runner_labels)
    if _BUCKET.fullmatch(tagged[1]):
        return JobIdentity(JobKind.UNIT, UNIT_SUITE, tagged[1], platform, "dev")
    if test := _TEST.fullmatch(tagged[1]):
        return JobIdentity(JobKind.FUNCTIONAL, test[1], test[2], platform, "dev")
    return None


def _launcher(name: str) -> JobIdentity | None:
    if units := _BRIDGE_UNITS.fullmatch(name):
        return JobIdentity(JobKind.UNIT, UNIT_SUITE, units[2], "GB200" if units[1] else "H100", "dev")
    if launcher := _LAUNCHER.fullmatch(name):
        return JobIdentity(JobKind.FUNCTIONAL, launcher[3], launcher[2], "GB200" if launcher[1] else "H100", "dev")
    return None


def _platform_of_runner(labels: Iterable[str]) -> str:
    for label in labels:
        if named := platform_of(label):
            return named
        for pattern, platform in _RUNNERS:
            if pattern.search(label):
                return platform
    return ""


def _child(name: str, stage: str, bridge: str) -> JobIdentity:
    found = _bridge(bridge)
    if found is None:
        return _UNRECOGNISED
    kind, platform, environment = found
    if kind is JobKind.UNIT and _GITLAB_CHORES.fullmatch(name):
        return JobIdentity(JobKind.BUILD)
    suite = UNIT_SUITE if kind is JobKind.UNIT else stage.strip()
    return JobIdentity(kind, suite, name, platform, environment)


def _bridge(name: str) -> tuple[JobKind, str, str] | None:
    """(kind, platform, environment) of the jobs that a bridge starts; None for a bridge nobody foresaw."""
    if _GITLAB_CHORES.fullmatch(name):
        return None
    if match := _FUNCTIONAL_BRIDGE.fullmatch(name):
        # Smoke tests run on the image that development builds on; what NeMo's own pipeline uses, it does not say.
        environment = match[1] or ("dev" if match[3] else "")
        return JobKind.FUNCTIONAL, platform_of(match[2] or match[3] or ""), environment
    if match := _INTEGRATION_BRIDGE.fullmatch(name):
        return JobKind.INTEGRATION, platform_of(match[2] or ""), match[1]
    if _UNIT_BRIDGE.fullmatch(name):
        environment = _ENVIRONMENT.search(name)
        return JobKind.UNIT, platform_of(name), environment[1].lower() if environment else "dev"
    return None


def _unparameterised(name: str) -> str:
    """The name without its row of a matrix: `Coverage (unit-test)`."""
    return re.sub(r" \([^()]*\)$", "", name)
