"""The run hung, or ran into a limit."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

from tests.logs.filler import opening, quiet, steps, unit_tests
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, TUNER_OOM, USUAL
from tests.logs.scenes import (
    GITHUB_JOB_LIMIT,
    GITHUB_LIMIT,
    GITLAB_LIMIT,
    TRAINED,
    assertion,
    child_failed,
    compared,
    found_nan,
    out_of_memory,
    peers_lost,
    watchdog,
)

_WATCHDOG = "Watchdog caught collective operation timeout: WorkNCCL(SeqNum=421"

LOGS = (
    Log(
        name="timeout-watchdog-then-abort",
        dress="github",
        kind="timeout",
        why="nobody died before the watchdog spoke; errors of other ranks follow it",
        proof=f"[Rank 3] {_WATCHDOG}",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (opening, USUAL, steps(1, 44), quiet(300), watchdog(3, 1, 2), peers_lost(0, 4), child_failed(3, -6)),
        ),
    ),
    Log(
        name="timeout-github-step-limit",
        dress="github",
        kind="timeout",
        why="nothing but silence until the step's limit",
        proof="The action 'Run main script' has timed out after 60 minutes.",
        end=GITHUB_LIMIT,
        attempts=(
            (opening, USUAL, steps(1, 30), out_of_memory(2), peers_lost(0, 1), child_failed(2)),
            (opening, USUAL, steps(1, 61), quiet(500)),
        ),
    ),
    Log(
        name="timeout-github-job-limit",
        dress="github",
        kind="timeout",
        why="the runner ended the job at its limit; the tracebacks before were ignored or survived",
        proof="has exceeded the maximum execution time of 60 minutes.",
        end=GITHUB_JOB_LIMIT,
        attempts=(
            (opening, USUAL, steps(1, 9), found_nan(7), child_failed(7)),
            (opening, USUAL, TUNER_OOM, steps(1, 88), IGNORED_TRACEBACK, quiet(400)),
        ),
    ),
    Log(
        name="timeout-gitlab-limit",
        dress="gitlab",
        kind="timeout",
        why="GitLab ended the job after an hour",
        proof="Job failed: execution took longer than 1h0m0s seconds",
        end=GITLAB_LIMIT,
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss", "num-zeros")),
            (opening, USUAL, steps(1, 70), quiet(250)),
        ),
    ),
    Log(
        name="timeout-slurm-limit",
        dress="gitlab",
        kind="timeout",
        why="the cluster's own limit came before GitLab's",
        proof="CANCELLED AT 2026-05-07T17:40:12 DUE TO TIME LIMIT",
        attempts=(
            (opening, USUAL, steps(1, 50), assertion(3), peers_lost(2), child_failed(3)),
            (
                opening,
                USUAL,
                steps(1, 66),
                quiet(120),
                "slurmstepd: error: *** STEP 1184213.0 ON gpu-host CANCELLED AT 2026-05-07T17:40:12 DUE TO TIME LIMIT ***",
                "srun: Job step aborted: Waiting up to 122 seconds for job step to finish.",
            ),
        ),
    ),
    Log(
        name="timeout-rank-log",
        dress="rank",
        kind="timeout",
        why="this rank was alive and waited; the attempt before ended in NaN",
        proof=f"[Rank 4] {_WATCHDOG}",
        attempts=(
            (opening, USUAL, steps(1, 100), found_nan(4)),
            (opening, USUAL, steps(1, 60), quiet(600), watchdog(4)),
        ),
    ),
    Log(
        name="timeout-unit-test-hangs",
        dress="github",
        kind="timeout",
        why="pytest's own limit ends a test that hangs in a collective; what follows is its stack",
        proof="Failed: Timeout (>1800.0s) from pytest-timeout.",
        attempts=(
            (opening, USUAL, unit_tests(500), "E   RuntimeError: CUDA error: an illegal memory access was encountered"),
            (
                opening,
                USUAL,
                unit_tests(700),
                "tests/unit_tests/distributed/test_mcore_fsdp.py::test_reshard FAILED [ 91%]",
                "E   Failed: Timeout (>1800.0s) from pytest-timeout.",
                watchdog(1, 2),
            ),
        ),
    ),
)
