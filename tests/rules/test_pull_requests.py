from __future__ import annotations

import pytest

from bumps.rules.pull_requests import pull_request_of


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("chore: Update Docker image version to 26.04-py3 (#4611)", "#4611"),
        ("Revert bump (#4611) (#4700)", "#4700"),
        ("ADLR/megatron-lm!4108 - bump (!4108)", "!4108"),
        ("Merge pull request #12 from someone/branch", "#12"),
        ("fix #77 in the docs", ""),
        ("(#) (#x) (#99999999999)", ""),
        ("", ""),
    ],
)
def test_the_pull_request_that_merged_a_commit(subject: str, named: str) -> None:
    assert pull_request_of(subject) == named
