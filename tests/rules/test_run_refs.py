from __future__ import annotations

import pytest

from bumps.rules.run_refs import Place, named_branch, place_of

ONTO = "a" * 40


def tracks(branch: str) -> bool:
    return branch in ("main", "dev")


@pytest.mark.parametrize(
    ("event", "ref", "place"),
    [
        ("merge_group", f"gh-readonly-queue/main/pr-4611-{ONTO}", Place("main", 4611, ONTO)),
        ("merge_group", f"gh-readonly-queue/release/2/pr-7-{ONTO}", Place("", 7, ONTO)),
        ("push", "pull-request/4611", Place(pull_request=4611)),
        ("schedule", "main", Place("main")),
        ("schedule", "someone/else", Place()),
        ("workflow_dispatch", "main", Place()),
        ("push", "pull-request/fix-the-pin", Place()),
        ("", "", Place()),
    ],
)
def test_what_a_run_stands_for(event: str, ref: str, place: Place) -> None:
    assert place_of(event, ref, ["merge_group", "schedule", "push"], tracks) == place


def test_a_queue_whose_event_is_no_baseline_stands_for_its_pull_request_alone() -> None:
    ref = f"gh-readonly-queue/main/pr-3-{ONTO}"
    assert place_of("merge_group", ref, ["push"], tracks) == Place("", 3, ONTO)


@pytest.mark.parametrize(("ref", "name"), [("pull-request/a/b", "a/b"), ("main", ""), ("pull-request/", "")])
def test_a_branch_pushed_under_its_name(ref: str, name: str) -> None:
    assert named_branch(ref) == name
