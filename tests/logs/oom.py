"""The run did not fit into memory."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

from tests.logs.filler import opening, quiet, steps, unit_tests
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, OPTIONAL_IMPORT, TUNER_OOM, USUAL
from tests.logs.scenes import (
    GITHUB_LIMIT,
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
        name="oom-then-watchdog",
        dress="github",
        kind="oom",
        why="rank 5 died first; the seven others waited for it until their watchdogs spoke",
        proof="[rank5]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("num-zeros")),
            (
                opening,
                USUAL,
                steps(1, 33),
                out_of_memory(5),
                quiet(200),
                watchdog(0, 1, 2, 3, 4, 6, 7),
                child_failed(5),
            ),
        ),
    ),
    Log(
        name="oom-then-limit",
        dress="github",
        kind="oom",
        why="a rank died, the rest hung to the step's limit",
        proof="[rank1]: torch.OutOfMemoryError",
        end=GITHUB_LIMIT,
        attempts=(
            (opening, USUAL, steps(1, 20), watchdog(2, 3), child_failed(2, -6)),
            (opening, USUAL, steps(1, 70), out_of_memory(1), quiet(300)),
        ),
    ),
    Log(
        name="oom-old-wording",
        dress="gitlab",
        kind="oom",
        why="the LTS image's torch words it as a RuntimeError",
        proof="RuntimeError: CUDA out of memory. Tried to allocate 514.00 MiB",
        attempts=(
            (opening, USUAL, steps(1, 90), assertion(6), child_failed(6)),
            (
                opening,
                USUAL,
                OPTIONAL_IMPORT,
                steps(1, 55),
                assertion(2, "RuntimeError: CUDA out of memory. Tried to allocate 514.00 MiB (GPU 2; 79.11 GiB total)"),
                peers_lost(0, 1, 3),
            ),
        ),
    ),
    Log(
        name="oom-in-nccl",
        dress="gitlab",
        kind="oom",
        why="NCCL could not allocate; its peers then lost it",
        proof="NCCL WARN Cuda failure 2 'out of memory'",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (
                opening,
                USUAL,
                steps(1, 80),
                "gpu-host:2104:2611 [4] include/alloc.h:228 NCCL WARN Cuda failure 2 'out of memory'",
                "gpu-host:2104:2611 [4] NCCL INFO bootstrap.cc:1108 -> 1",
                peers_lost(4, 5),
                watchdog(0, 1),
            ),
        ),
    ),
    Log(
        name="oom-rank-log",
        dress="rank",
        kind="oom",
        why="the rank's own traceback",
        proof="torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 6",
        attempts=(
            (opening, USUAL, steps(1, 100), watchdog(6)),
            (opening, USUAL, TUNER_OOM, steps(1, 90), IGNORED_TRACEBACK, out_of_memory(6)),
        ),
    ),
    Log(
        name="oom-host",
        dress="gitlab",
        kind="oom",
        why="the host's memory ended, and the kernel chose the trainer",
        proof="Out of memory: Killed process 2104 (python)",
        attempts=(
            (opening, USUAL, steps(1, 10), found_nan(0), peers_lost(1, 2)),
            (
                opening,
                USUAL,
                steps(1, 95),
                "[  811.420117] Out of memory: Killed process 2104 (python) total-vm:914402kB, anon-rss:881120kB",
                "slurmstepd: error: Detected 1 oom_kill event in StepId=1184213.0. Some of the step tasks have been OOM Killed.",
                peers_lost(0, 3),
                child_failed(4, -9),
            ),
        ),
    ),
    Log(
        name="oom-unit-tests-last-of-three",
        dress="github",
        kind="oom",
        why="three attempts, three kinds; the third counts",
        proof="E   torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.",
        attempts=(
            (opening, unit_tests(300), watchdog(1)),
            (opening, unit_tests(300), "E   zmq.error.ZMQError: Address already in use (addr='tcp://*:5555')"),
            (
                opening,
                USUAL,
                unit_tests(400),
                "    except torch.cuda.OutOfMemoryError:",
                ">       self.buffer = torch.empty(shape, device='cuda')",
                "E   torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.",
                "=========================== short test summary info ============================",
                "FAILED tests/unit_tests/inference/test_kv.py::test_growth - torch.OutOfMemoryError: CUDA out of mem...",
            ),
        ),
    ),
)
