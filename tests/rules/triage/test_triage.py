"""Triage against the labelled set, and against single situations."""

from __future__ import annotations

import pytest

from bumps.rules.triage import Kind, triage
from tests.logs import LOGS, Log, build

STEPS = "\n".join(f" iteration {step:8}/ 100 | lm loss: 1.0E+01 | grad norm: 1.0 |" for step in range(1, 50))


def read(text: str) -> tuple[Kind, str]:
    result = triage([text.encode()])
    return result.kind, result.line


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_every_labelled_log_gets_its_kind_its_proof_and_its_metrics(log: Log) -> None:
    data = build(log)
    result = triage([data])
    assert (result.kind, result.metrics) == (log.kind, log.metrics)
    assert log.proof in result.line
    assert result.lines_read == data.count(b"\n")
    assert not result.truncated
    if log.proof:
        assert log.proof.encode() in data.split(b"\n")[result.line_number - 1]
        assert any(log.proof[:40] in line for line in result.excerpt)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("RuntimeError: CUDA out of memory. Tried to allocate 2.00 MiB", "oom"),
        (
            "[16:40:11] INFO task-1/0 [rank5]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB",
            "oom",
        ),
        ("std::bad_alloc", "oom"),
        ("##[error]The job has exceeded the maximum execution time of 1h0m0s", "timeout"),
        ("[rank1]: torch.distributed.DistStoreError: Timed out after 601 seconds waiting for clients.", "timeout"),
        ("ERROR: Job failed: execution took longer than 1h0m0s seconds", "timeout"),
        ("Rank 0: found NaN in local grad norm", "nan"),
        ("ERROR:megatron:Unexpected result nan on rank 3 at iteration #7", "nan"),
        ("curl: (56) Recv failure: Connection reset by peer", "infrastructure"),
        ("ERROR: Job failed (system failure): prepare environment: pod deleted", "infrastructure"),
        ('ERROR: Job failed: failed to pull image "x": manifest unknown', "infrastructure"),
        ("Error response from daemon: removal of container 3f is already in progress", "infrastructure"),
        ("[rank0]: RuntimeError: NCCL error: unhandled system error", "assertion"),
        ("ERROR:root:ValueError: bad shape", "assertion"),
        ("2026-05-07 16:40:11 ERROR KeyError: 'lm loss'", "assertion"),
        ("##[error]ModuleNotFoundError: No module named 'triton'", "assertion"),
        ("E   assert 3 == 4", "assertion"),
        ("[host:2104] *** Process received signal *** Signal: Segmentation fault (11)", "assertion"),
        ("ERROR:common:Exact comparison of mtp_1 loss: FAILED", "drift"),
        ("+ grep 'CUDA out of memory' stdout.log", "unknown"),
        ("if grep -q 'The following metrics failed' log; then", "unknown"),
        (">   assert ok, f\"The following metrics failed: {', '.join(failed)}\"", "unknown"),
        ("    raise RuntimeError('CUDA out of memory')", "unknown"),
        ("tests/unit_tests/x.py::test_y[Connection reset by peer] PASSED", "unknown"),
        ("WARNING: Retrying after connection broken by 'Read timed out.'", "unknown"),
        (
            "[rank0]:[I507 ProcessGroupNCCL.cpp:9] Watchdog caught collective operation timeout is logged here",
            "unknown",
        ),
        ("Error: Process completed with exit code 1.", "unknown"),
        ("subprocess.CalledProcessError: Command '['bash']' returned non-zero exit status 1.", "unknown"),
        ("ls: cannot access 'x': No such file or directory", "unknown"),
        ("WARNING: the run stops when it has found NaN in a gradient", "unknown"),
        ("2026-05-07 16:40:11.123 | WARNING  | tuner: CUDA out of memory in the warm-up", "unknown"),
        ("##[warning]No space left on device for the cache", "unknown"),
        ("[rank3]:[W507 socket.cpp:464] recvValue failed: Connection reset by peer", "unknown"),
    ],
)
def test_one_line_is_judged_by_what_it_says(line: str, kind: str) -> None:
    assert read(f"{STEPS}\n{line}\n")[0] == kind


def test_the_first_cause_wins_over_what_follows_it() -> None:
    said = ["AssertionError: one", "RuntimeError: CUDA out of memory", "x found NaN in y", "KeyError: 'z'"]
    assert read("\n".join(said)) == (Kind.ASSERTION, "AssertionError: one")
    assert read("\n".join(said[1:]))[0] is Kind.OOM
    assert read("\n".join(said[2:]))[0] is Kind.NAN


def test_what_the_training_survived_is_no_cause() -> None:
    assert read(f"AssertionError: one\n{STEPS}\nKeyError: 'z'") == (Kind.ASSERTION, "KeyError: 'z'")
    assert read(f"AssertionError: one\n{STEPS}")[0] is Kind.UNKNOWN
    for together in ("[before the start of training step]", "[after training is done]"):
        assert read(f"AssertionError: one\n{together} datetime: 2026-05-07 16:43:21\n")[0] is Kind.UNKNOWN


def test_two_steps_of_ranks_that_do_not_know_yet_are_not_survival() -> None:
    assert read("AssertionError: one\n iteration 7/ 100 |\n iteration 8/ 100 |\n")[0] is Kind.ASSERTION


def test_a_hiccup_is_the_cause_only_when_its_consequences_follow_at_once() -> None:
    hiccup, failure = "curl: (56) Connection reset by peer\n", "AssertionError: no data\n"
    assert read(hiccup + failure)[0] is Kind.INFRASTRUCTURE
    assert read(hiccup + "filler\n" * 300 + failure)[0] is Kind.ASSERTION
    assert read(hiccup + "RuntimeError: CUDA out of memory\n")[0] is Kind.OOM


def test_a_lost_peer_gives_way_to_any_cause_before_or_after_it() -> None:
    lost = "[rank2]: torch.distributed.DistBackendError: NCCL error in: x, remote process exited\n"
    assert read(lost + "[rank5]: torch.OutOfMemoryError: CUDA out of memory.")[0] is Kind.OOM
    alone = triage([lost.encode()])
    assert (alone.kind, alone.secondary) == (Kind.ASSERTION, True)


def test_an_exception_of_any_class_ends_a_traceback_across_other_ranks_lines() -> None:
    text = """[rank1]: Traceback (most recent call last):
[rank1]:   File "x.py", line 1, in <module>
[rank0]: Something: else
[rank1]:     boom()
[rank1]: my.own.Boom: it went off
"""
    assert read(text) == (Kind.ASSERTION, "[rank1]: my.own.Boom: it went off")


def test_what_python_ignores_is_ignored_and_the_same_words_after_it_are_not() -> None:
    ignored = "Exception ignored in: <x>\nTraceback (most recent call last):\n  File\nAssertionError: can only join\n"
    assert read(ignored)[0] is Kind.UNKNOWN
    assert read(ignored + "AssertionError: mine")[1] == "AssertionError: mine"


def test_metrics_come_from_the_summaries_and_else_from_the_comparisons() -> None:
    compared = "Exact comparison of lm loss: FAILED\nApproximate comparison of num-zeros: FAILED\n"
    assert triage([compared.encode()]).metrics == ("lm loss", "num-zeros")
    summed = compared + "E   AssertionError: The following metrics failed: num-zeros\n"
    result = triage([(summed + "FAILED tests/x - The following metrics failed: lm lo...\n").encode()])
    assert result.metrics == ("num-zeros",)
    assert result.line == "E   AssertionError: The following metrics failed: num-zeros"


def test_metrics_may_be_written_as_a_list() -> None:
    result = triage([b"AssertionError: The following metrics failed: ['lm loss', 'num-zeros']"])
    assert result.metrics == ("lm loss", "num-zeros")


def test_the_proving_line_is_clean_and_cut() -> None:
    raw = "2026-05-07T16:40:11.1234567Z \x1b[31m[rank5]: RuntimeError: CUDA out of memory\x1b[0m\x00 " + "x" * 900
    line = read(raw)[1]
    assert line.startswith("[rank5]: RuntimeError: CUDA out of memory\ufffd")
    assert len(line) == 500
    assert read("2026-05-07T16:40:11.123456Z 01E RuntimeError: no")[1] == "RuntimeError: no"
    assert read("a 10%\r b 20%\r<script>RuntimeError</script>\rKeyError: 'k'\r\n")[1] == "KeyError: 'k'"
