"""Annotations first, then the job's log, then the ranks' logs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bumps.rules.triage import Kind, Triage, combine, rank_logs, triage_annotations

OOM, NAN = Triage(Kind.OOM, "oom"), Triage(Kind.NAN, "nan")
HUNG = Triage(Kind.TIMEOUT, "watchdog", secondary=True)
LOST = Triage(Kind.ASSERTION, "peer lost", secondary=True)
SILENT = Triage(Kind.UNKNOWN)


def never() -> Iterator[Triage]:
    for _ in ("asked",):
        pytest.fail("nobody had to ask the ranks")
    yield SILENT


def test_the_first_witness_that_is_not_silent_is_believed() -> None:
    assert combine(OOM, NAN, never()) is OOM
    assert combine(SILENT, NAN, never()) is NAN
    assert combine(None, NAN, never()) is NAN
    assert combine(SILENT, SILENT, [SILENT, OOM]) is OOM


def test_a_time_out_stands_when_nobody_knows_better() -> None:
    assert combine(HUNG, OOM, never()) is OOM
    assert combine(HUNG, SILENT, [HUNG, OOM, LOST]) is OOM
    assert combine(HUNG, SILENT, [LOST]) is HUNG
    assert combine(None, LOST, [HUNG]) is HUNG
    assert combine(None, LOST, []) is LOST


def test_of_the_ranks_the_one_that_explains_the_others_is_believed() -> None:
    assert combine(None, None, [Triage(Kind.ASSERTION, "broken pipe"), OOM]) is OOM


def test_with_no_witness_nothing_is_known() -> None:
    assert combine(None, None).kind is Kind.UNKNOWN
    exit_code = Triage(Kind.UNKNOWN, "Process completed with exit code 1.")
    assert combine(SILENT, exit_code) is exit_code


@pytest.mark.parametrize(
    ("annotations", "kind"),
    [
        (["❌ gpt3_mcore_tp1_pp2 — FAILED (exit 1)", "Process completed with exit code 1."], "unknown"),
        (["The job running on runner x has exceeded the maximum execution time of 60 minutes."], "timeout"),
        (["The self-hosted runner lost communication with the server."], "infrastructure"),
        (["❌ x — FAILED (exit 1)\nThe following metrics failed: lm loss"], "drift"),
        (["\ud800"], "unknown"),
        ([], "unknown"),
    ],
)
def test_annotations(annotations: list[str], kind: str) -> None:
    assert triage_annotations(annotations).kind == kind


def test_the_ranks_logs_of_the_last_attempt() -> None:
    paths = [
        "logs/1/none_a/attempt_0/0/stderr.log",
        "logs/1/none_a/attempt_1/1/stdout.log",
        "logs/1/none_a/attempt_1/1/stderr.log",
        "logs/1/none_a/attempt_1/0/stderr.log",
        "golden_values_dev_dgx_h100.json",
        "logs/1/none_a/attempt_1/0/stderr.log.gz",
    ]
    assert rank_logs(paths) == [paths[3], paths[2], paths[1]]
    assert rank_logs([]) == []
