"""Code that failed: any true failure that is none of the other kinds."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

from tests.logs.filler import opening, steps, unit_tests
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, OPTIONAL_IMPORT, TUNER_OOM, USUAL
from tests.logs.scenes import (
    TRAINED,
    assertion,
    child_failed,
    compared,
    found_nan,
    out_of_memory,
    peers_lost,
    watchdog,
)

LOGS = (
    Log(
        name="assertion-then-watchdog",
        dress="github",
        kind="assertion",
        why="rank 1 raised; the others waited for it",
        proof="[rank1]: AssertionError: sequence length 4096 is not divisible by 3",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (opening, USUAL, steps(1, 60), assertion(1), watchdog(0, 2, 3), child_failed(1)),
        ),
    ),
    Log(
        name="assertion-segfault",
        dress="gitlab",
        kind="assertion",
        why="native code crashed",
        proof="Segmentation fault (core dumped)",
        attempts=(
            (opening, USUAL, steps(1, 100), found_nan(5), peers_lost(0)),
            (
                opening,
                USUAL,
                steps(1, 71),
                "_run_training.sh: line 214: 2104 Segmentation fault (core dumped) torchrun pretrain_gpt.py",
                peers_lost(1),
                child_failed(2, -11),
            ),
        ),
    ),
    Log(
        name="assertion-import",
        dress="github",
        kind="assertion",
        why="the new image lacks a symbol",
        proof="ImportError: cannot import name 'fused_rope' from 'transformer_engine'",
        attempts=(
            (opening, USUAL, steps(1, 100), out_of_memory(3), watchdog(1, 2)),
            (
                opening,
                USUAL,
                unit_tests(300),
                assertion(0, "ImportError: cannot import name 'fused_rope' from 'transformer_engine'"),
                child_failed(0),
            ),
        ),
    ),
    Log(
        name="assertion-unit-tests",
        dress="github",
        kind="assertion",
        why="one test of a bucket failed; the names of its neighbours mean nothing",
        proof="AssertionError: Tensor-likes are not close!",
        attempts=(
            (opening, USUAL, unit_tests(500), watchdog(3)),
            (
                opening,
                USUAL,
                unit_tests(700),
                """
tests/unit_tests/transformer/test_attention.py::test_rope FAILED [ 97%]
=================================== FAILURES ===================================
    def test_rope(self):
        with pytest.raises(torch.OutOfMemoryError):
            grow()
>       torch.testing.assert_close(actual, expected)
E   AssertionError: Tensor-likes are not close!
E   Mismatched elements: 12 / 4096 (0.3%)
FAILED tests/unit_tests/transformer/test_attention.py::test_rope - AssertionError: Tensor-likes are not close!
======================== 1 failed, 699 passed in 811.20s =======================
""",
                child_failed(0),
            ),
        ),
    ),
    Log(
        name="assertion-illegal-memory-access",
        dress="gitlab",
        kind="assertion",
        why="a kernel wrote where it may not; NCCL's errors and the watchdogs come of it",
        proof="CUDA error: an illegal memory access was encountered",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("num-zeros")),
            (
                opening,
                USUAL,
                OPTIONAL_IMPORT,
                TUNER_OOM,
                steps(1, 42),
                assertion(7, "torch.AcceleratorError: CUDA error: an illegal memory access was encountered"),
                peers_lost(0, 1, 2),
                watchdog(3, 4),
            ),
        ),
    ),
    Log(
        name="assertion-rank-log",
        dress="rank",
        kind="assertion",
        why="the rank's own traceback, of a class nobody listed",
        proof="CheckpointingException: global shape mismatch for decoder.layers.0.mlp",
        attempts=(
            (opening, USUAL, steps(1, 80), out_of_memory(3)),
            (
                opening,
                USUAL,
                steps(1, 90),
                IGNORED_TRACEBACK,
                assertion(
                    3,
                    "megatron.core.dist_checkpointing.core.CheckpointingException: global shape mismatch for "
                    "decoder.layers.0.mlp",
                ),
                watchdog(3),
            ),
        ),
    ),
    Log(
        name="assertion-nccl-alone",
        dress="gitlab",
        kind="assertion",
        why="NCCL failed and no rank says why: no cause but the error itself",
        proof="NCCL error in: ProcessGroupNCCL.cpp:3690, unhandled cuda error",
        attempts=(
            (opening, USUAL, steps(1, 66), found_nan(0), child_failed(0)),
            (
                opening,
                USUAL,
                steps(1, 66),
                assertion(
                    2,
                    "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3690, unhandled cuda error",
                ),
                child_failed(2),
            ),
        ),
    ),
)
