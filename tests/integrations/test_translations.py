"""Whatever stands in a payload, what comes out fits its place."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bumps.integrations.github import translate as github
from bumps.integrations.gitlab import translate as gitlab
from bumps.integrations.payload import Malformed, each, moment, text

WORDS = ["", "sha", "name", "a\x00b", "\ud800", "x" * 400, "completed", "2026-08-01T00:00:00Z", "size", "id"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=8,
)
NAMES = [
    "id", "status", "conclusion", "name", "head_branch", "head_sha", "created_at", "updated_at", "run_attempt",
    "labels", "html_url", "ref", "sha", "source", "started_at", "web_url", "tag_list", "bridge", "stage", "title",
    "state", "user", "head", "base", "merged_at", "number", "draft", "size_in_bytes", "expired", "artifacts_file",
    "downstream_pipeline", "pipeline", "commit", "context", "allow_failure",
]  # fmt: skip
TRANSLATIONS = [
    github.run_of, github.job_of, github.annotation_of, github.artifact_of, github.pull_request_of, github.issue_of,
    github.status_of, gitlab.run_of, gitlab.job_of, gitlab.bridge_of, gitlab.downstream_of, gitlab.artifact_of,
    gitlab.head_of,
]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON | st.just("2026-08-01T00:00:00Z")))
def test_no_payload_makes_a_translation_fail_but_by_what_it_lacks(item: dict[str, Any]) -> None:
    for translate in TRANSLATIONS:
        with contextlib.suppress(Malformed):
            translate(item)


@pytest.mark.parametrize(
    ("raw", "kept"), [("a\x00b", "a�b"), ("\ud800", "?"), ("x" * 9, "xxxxx"), (None, ""), (3, ""), (["a"], "")]
)
def test_text_fits_any_database(raw: object, kept: str) -> None:
    assert text(raw, 5) == kept
    text(raw, 5).encode()


@pytest.mark.parametrize("raw", ["", "soon", None, 3, "0000-00-00", "2026-13-01T00:00:00Z"])
def test_what_is_no_time_is_none(raw: object) -> None:
    assert moment(raw) is None


def test_one_bad_item_hides_no_other() -> None:
    items = [{"id": 1, "created_at": "2026-08-01T00:00:00Z"}, {"id": None}, "no object", {"created_at": "now"}]
    assert [run.external_id for run in each(items, github.run_of)] == ["1"]


@pytest.mark.parametrize("status", ["queued", "waiting", "pending", "requested"])
def test_github_waiting_is_not_running(status: str) -> None:
    run = github.run_of({"id": 1, "created_at": "2026-08-01T00:00:00Z", "status": status})
    assert run.status in ("queued", "waiting")


@pytest.mark.parametrize("status", ["created", "pending", "manual", "scheduled", "preparing", "waiting_for_resource"])
def test_gitlab_waiting_is_not_running(status: str) -> None:
    assert gitlab.job_of({"id": 1, "status": status}).status in ("queued", "waiting")


def test_gitlabs_time_limit_is_told_from_other_failures() -> None:
    job = gitlab.job_of({"id": 1, "status": "failed", "failure_reason": "job_execution_timeout"})
    assert job.conclusion == "timed_out"


def test_a_child_of_a_bridge_that_may_fail_may_fail() -> None:
    bridge = {"name": "functional:run_lts_dgx_a100", "allow_failure": True}
    job = gitlab.job_of({"id": 7, "name": "gpt"}, "42", bridge)
    assert (job.external_id, job.bridge, job.allow_failure) == ("42:7", "functional:run_lts_dgx_a100", True)
