"""What counts is the last attempt, and only if it began."""

from __future__ import annotations

import pytest

from bumps.rules.triage import Kind, triage
from bumps.rules.triage.attempts import Mark, mark_in

OOM = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.\n"
NAN = "AssertionError: Rank 2: found NaN in local grad norm\n"
FILLER = "filler\n" * 60
ENDED = "##[error]Process completed with exit code 1.\n"


@pytest.mark.parametrize(
    "line",
    [
        "──────── Entering Experiment mcore-ci-test with id: mcore-ci-test_1778172011 ────────",
        "INFO:__main__:Pipeline triggered; inspect it here: https://gitlab.example.com/ci/-/pipelines/1",
        "=== Attempt 2/3 ===",
        "##[group]Attempt 2 of 3",
        "::group::attempt #2",
        "INFO:__main__:Attempt 2 of 3",
        "Starting attempt 2/3",
        "[16:40:11] INFO Launching workload, attempt 3",
        "Retrying test, attempt 2 of 3",
        "--- retry 2/3 ---",
        "==> assets/logs/1/attempt_1/0/stderr.log <==",
    ],
)
def test_an_attempt_begins(line: str) -> None:
    assert mark_in(line) is Mark.START
    assert triage([f"{OOM}{line}\n{NAN}".encode()]).kind is Kind.NAN
    assert triage([f"{OOM}{line}\n".encode()]).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "line",
    [
        "WARNING:__main__:Detected flaky failure, attempt restart.",
        "ERROR:__main__:Detected NCCL failure, attempt restart.",
        "ERROR:__main__:Non-determinism, let's try another node.",
        "ERROR:__main__:No logs found. Try again.",
        "[default] Worker group FAILED. 2/3 attempts left; will restart worker group",
        "Job attempt 1 failed with exit code 1",
        "Job failed with exit code 1. Restarting.",
        "Re-running the test on another node",
    ],
)
def test_an_announced_attempt_counts_when_it_comes(line: str) -> None:
    assert mark_in(line) is Mark.RESTART
    assert triage([f"{OOM}{line}\n{NAN}".encode()]).kind is Kind.NAN
    assert triage([f"{OOM}{line}\n{ENDED}".encode()]).kind is Kind.OOM
    assert triage([f"{OOM}{line}\n".encode()]).kind is Kind.OOM
    assert triage([f"{OOM}{line}\n{FILLER}{ENDED}".encode()]).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "line",
    [
        "Attempt 1 failed, retrying in 10s...",
        "Attempt 2 of 5 failed with error: ECONNRESET. Retrying request in 3000 ms",
        "download attempt 2/3",
        "  max_attempts .................................... 3",
        "Rendezvous attempt 2",
        "starting to attempt something",
        "Restarting the data loader",
        "WARNING: Retrying (Retry(total=4, connect=None))",
        "test_attempt_2_is_made PASSED",
    ],
)
def test_attempts_at_smaller_things_are_not_the_jobs(line: str) -> None:
    assert mark_in(line) is None
    assert triage([f"{OOM}{line}\n".encode()]).kind is Kind.OOM


def test_tidying_up_after_the_end_may_fail_as_it_likes() -> None:
    upload = "upload: Connection reset by peer\n"
    assert triage([f"{ENDED}{upload}".encode()]).kind is Kind.UNKNOWN
    assert triage([f"{OOM}{ENDED}{upload}".encode()]).kind is Kind.OOM
    unknown = triage([ENDED.encode()])
    assert unknown.line == "##[error]Process completed with exit code 1."
