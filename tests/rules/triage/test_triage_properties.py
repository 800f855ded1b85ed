"""However the log comes in, and whatever came before its last attempt, the verdict is the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bumps.rules.triage import LIMIT_BYTES, Triage, triage
from bumps.rules.triage.windows import windows
from tests.logs import LOGS, Log, build

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
logs = st.sampled_from(LOGS)
noise = st.lists(
    st.sampled_from(
        [
            "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
            "[Rank 3] Watchdog caught collective operation timeout",
            "AssertionError: Rank 2: found NaN in local grad norm",
            "E   AssertionError: The following metrics failed: lm loss, num-zeros",
            "Traceback (most recent call last):",
            "  File x",
            "Connection reset by peer",
            "uncorrectable ECC error encountered",
            "Segmentation fault (core dumped)",
            " iteration 7/ 100 | lm loss: NAN",
            "##[error]Process completed with exit code 1.",
        ]
    )
    | st.text(max_size=30),
    max_size=30,
)


def verdict(result: Triage) -> Triage:
    """Where it stands depends on what comes before it; all else must not."""
    return replace(result, line_number=0, lines_read=0, excerpt=())


@unhurried
@given(log=logs, data=st.data())
def test_chunk_boundaries_never_change_the_outcome(log: Log, data: st.DataObject) -> None:
    whole = build(log)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=20)))
    chunks = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert triage(chunks) == triage([whole])


@unhurried
@given(text=noise, size=st.integers(1, 50))
def test_even_chunks_of_a_few_bytes(text: list[str], size: int) -> None:
    whole = "\n".join(text).encode(errors="replace")
    assert triage(whole[at : at + size] for at in range(0, len(whole), size)) == triage([whole])


@unhurried
@given(log=logs, earlier=noise)
def test_an_earlier_attempt_never_changes_the_outcome(log: Log, earlier: list[str]) -> None:
    restart = "WARNING:__main__:Detected flaky failure, attempt restart."
    start = "──── Entering Experiment mcore-ci-test with id: mcore-ci-test_1 ────"
    before = "\n".join([*earlier, restart, start, ""]).encode(errors="replace")
    assert verdict(triage([before, build(log)])) == verdict(triage([build(log)]))


@unhurried
@given(data=st.binary(max_size=400), size=st.integers(8, 40), overlap=st.integers(1, 7))
def test_windows_hold_every_byte_once_and_a_bounded_number_of_them(data: bytes, size: int, overlap: int) -> None:
    found = list(windows([memoryview(data)], overlap, size))
    assert b"".join(window.data[window.skip :] for window in found) == data
    assert all(len(window.data) <= size for window in found)
    assert all(before.data.endswith(b"\n") or after.skip == overlap for before, after in pairwise(found))


@unhurried
@given(data=st.binary(max_size=3000))
def test_any_bytes_give_an_answer_that_fits(data: bytes) -> None:
    result = triage([data], limit_bytes=LIMIT_BYTES)
    assert len(result.line) <= 500
    assert "\n" not in result.line
    assert result.line_number <= max(result.lines_read, 1)
