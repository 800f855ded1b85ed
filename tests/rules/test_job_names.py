"""Names of jobs as the two CI systems give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumps.rules.job_names import JobIdentity, JobKind, github_job, gitlab_job, platform_of

H100, H100_OUTSIDER = ["nvidia-ci-aws-gpu-x8"], ["self-hosted", "nvidia-ci-aws-gpu-x8-ephemeral"]
GB200 = ["nvidia-ci-aws-use2-gpu-x4"]
BUCKET = "tests/unit_tests/dist_checkpointing/**/*.py"


def shown(identity: JobIdentity) -> str:
    return "|".join((identity.kind, identity.suite, identity.case, identity.platform, identity.environment))


@pytest.mark.parametrize(
    ("name", "labels", "identity"),
    [
        ("gpt/gpt3_mcore_te_tp2_pp2 - latest", H100, "functional|gpt|gpt3_mcore_te_tp2_pp2|H100|dev"),
        ("gpt/gpt3_mcore_te_tp2_pp2 - latest", H100_OUTSIDER, "functional|gpt|gpt3_mcore_te_tp2_pp2|H100|dev"),
        ("gpt/gpt3_mcore_te_tp2_pp2 - latest", GB200, "functional|gpt|gpt3_mcore_te_tp2_pp2|GB200|dev"),
        ("gpt/gpt3_mcore_te_tp2_pp2 - latest", ["ubuntu-latest"], "functional|gpt|gpt3_mcore_te_tp2_pp2||dev"),
        ("gpt/x - latest", [], "functional|gpt|x||dev"),
        ("multimodal-llava/m_tp1 - latest", H100, "functional|multimodal-llava|m_tp1|H100|dev"),
        (f"{BUCKET} - latest", H100, f"unit|unit-tests|{BUCKET}|H100|dev"),
        (f"{BUCKET} - gb200 latest", GB200, f"unit|unit-tests|{BUCKET}|GB200|dev"),
        (f"{BUCKET} - latest / Run tests on GPU", H100, f"unit|unit-tests|{BUCKET}|H100|dev"),
        (f"{BUCKET} - latest / Select tests on CPU", ["ubuntu-latest"], "build||||"),
        ("L0_Launch_models_qwen3", ["azure-gpu-x2"], "functional|L0|L0_Launch_models_qwen3|H100|dev"),
        ("gb200_L1_Launch_models_gpt_oss", [], "functional|L1|L1_Launch_models_gpt_oss|GB200|dev"),
        ("cicd-unit-tests-core", [], "unit|unit-tests|cicd-unit-tests-core|H100|dev"),
        ("gb200_Launch_Unit_Tests_Core", [], "unit|unit-tests|Launch_Unit_Tests_Core|GB200|dev"),
        ("Nemo_CICD_Test", [], "aggregate||||"),
        ("${{ matrix.model }}/${{ matrix.test_case }} - latest", [], "placeholder||||"),
        ("pre-flight / Preflight", [], "build||||"),
        ("cicd-container-build", H100, "build||||"),
        ("cicd-wait-in-queue", [], "build||||"),
        ("cicd-parse-integration-tests-h100", [], "build||||"),
        ("Coverage (unit-test)", [], "build||||"),
        ("lint-check", [], "build||||"),
        ("is-not-external-contributor", [], "build||||"),
        ("something new", [], "unrecognised||||"),
        ("gpt/one two - latest", H100, "unrecognised||||"),
        ("gpt/x - nightly", H100, "unrecognised||||"),
        ("", [], "unrecognised||||"),
    ],
)
def test_github(name: str, labels: list[str], identity: str) -> None:
    assert shown(github_job(name, labels)) == identity


@pytest.mark.parametrize(
    ("name", "stage", "bridge", "identity"),
    [
        ("gpt3_tp1", "gpt", "functional:run_dev_dgx_h100", "functional|gpt|gpt3_tp1|H100|dev"),
        ("gpt3_tp1", "gpt", "functional:run_lts_dgx_a100", "functional|gpt|gpt3_tp1|A100|lts"),
        ("gpt3_tp1", "moe", "functional:run_dev_dgx_gb200", "functional|moe|gpt3_tp1|GB200|dev"),
        ("gpt3_tp1", "moe", "functional:run_dev_dgx_gb300", "functional|moe|gpt3_tp1|GB300|dev"),
        ("gpt3_tp1", "gpt", "functional:run_lts", "functional|gpt|gpt3_tp1||lts"),
        ("gpt3_tp1", "gpt", "functional:smoke-gb200", "functional|gpt|gpt3_tp1|GB200|dev"),
        ("L2_all", "nemo", "functional:run_nemo", "functional|nemo|L2_all||"),
        ("gpt3_tp1", "gpt", "integration:run_dev_dgx_h100", "integration|gpt|gpt3_tp1|H100|dev"),
        (BUCKET, "unit_tests", "test:unit_tests_pyt(LTS)_mcore(legacy)", f"unit|unit-tests|{BUCKET}||lts"),
        (BUCKET, "unit_tests", "test:unit_tests_dev_dgx_h100", f"unit|unit-tests|{BUCKET}|H100|dev"),
        ("empty-pipeline-placeholder-job", "empty", "functional:run_dev_dgx_h100", "placeholder||||"),
        ("gpt3_tp1", "gpt", "functional:brand_new", "unrecognised||||"),
        ("test:pre_build_image: [CI_MCORE_DEV_IMAGE, amd64]", "build", "", "build||||"),
        ("functional:configure", "functional_tests", "", "build||||"),
        ("functional:x_notify", "functional_tests", "", "build||||"),
        ("test:unit_tests_configure", "test", "", "build||||"),
        ("pre:maybe_cherry_pick_commit", "pre", "", "build||||"),
        ("brand_new", "x", "", "unrecognised||||"),
    ],
)
def test_gitlab(name: str, stage: str, bridge: str, identity: str) -> None:
    assert shown(gitlab_job(name, stage, bridge)) == identity


def test_a_bridge_is_housekeeping_when_it_is_known() -> None:
    assert gitlab_job("functional:run_dev_dgx_h100", is_bridge=True).kind is JobKind.BUILD
    assert gitlab_job("functional:brand_new", is_bridge=True).kind is JobKind.UNRECOGNISED
    assert gitlab_job("functional:run_dev_dgx_h100").kind is JobKind.UNRECOGNISED


def test_only_tests_are_tests() -> None:
    assert github_job("gpt/x - latest").is_test
    assert not github_job("Nemo_CICD_Test").is_test


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("dgx_h100", "H100"),
        ("dgx_gb200", "GB200"),
        ("h100", "H100"),
        ("dgxh100_dgxc", "H100"),
        ("b200", "B200"),
        *((name, "") for name in ("", "dgx", "ubuntu-latest", "aws-gpu-x8", "sha100f")),
    ],
)
def test_platforms(name: str, platform: str) -> None:
    assert platform_of(name) == platform


@given(name=st.text(max_size=60), stage=st.text(max_size=10), bridge=st.text(max_size=40))
def test_any_text_is_a_name(name: str, stage: str, bridge: str) -> None:
    for identity in (github_job(name, [stage, bridge]), gitlab_job(name, stage, bridge)):
        assert identity.is_test == bool(identity.case)
