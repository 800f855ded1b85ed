"""The lines that say nothing: what makes a log long. Drawn from a seed, so that a log is the same every time.

Some of them look like news to a careless reader: config dumps with `oom` and `nan` in option names, retried downloads.
"""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Filler = Callable[[random.Random], Iterator[str]]

_PACKAGES = ("numpy", "einops", "tensorboard", "nvidia-resiliency-ext", "transformers", "datasets", "pytest", "zarr")
_OPTIONS = (
    "accumulate_allreduce_grads_in_fp32 .............. True",
    "adam_beta1 ...................................... 0.9",
    "check_for_large_grads ........................... False",
    "check_for_nan_in_loss_and_grad .................. True",
    "check_for_spiky_loss ............................ False",
    "distributed_timeout_minutes ..................... 10",
    "error_injection_rate ............................ 0",
    "error_injection_type ............................ transient_error",
    "exit_duration_in_mins ........................... None",
    "inference_oom_recovery .......................... False",
    "log_memory_to_tensorboard ....................... True",
    "manual_gc_interval .............................. 0",
    "oom_snapshot_path ............................... /tmp/oom",
    "pipeline_model_parallel_size .................... 2",
    "record_memory_history_on_oom .................... False",
    "rerun_mode ...................................... validate_results",
    "tensor_model_parallel_size ...................... 2",
    "watchdog_poll_interval .......................... 30",
)
_TIMERS = ("forward-backward", "forward-compute", "backward-compute", "grads-reduce-scatter", "optimizer", "batch-gen")


def checkout(drawn: random.Random) -> Iterator[str]:
    yield "Syncing repository: NVIDIA/Megatron-LM"
    for number in range(60):
        yield f" * [new branch]          core_r0.{number}.0{drawn.randrange(99):02} -> origin/core_r0.{number}.0"
    yield "HEAD is now at 2f7643003 merge into base"


def pull(drawn: random.Random) -> Iterator[str]:
    for _ in range(70):
        yield f"{drawn.getrandbits(48):012x}: {drawn.choice(('Pulling fs layer', 'Verifying Checksum', 'Pull complete'))}"
    yield "Status: Downloaded newer image for registry.example.com/megatron-lm:2f76430"


def install(drawn: random.Random) -> Iterator[str]:
    for number in range(120):
        package = drawn.choice(_PACKAGES)
        yield f"Collecting {package}>={number % 5}.{drawn.randrange(30)}"
        if number == 40:
            yield (
                "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after "
                "connection broken by 'ConnectionResetError(104, 'Connection reset by peer')': /simple/einops/"
            )
        if number == 80:
            yield (
                "WARNING: Retrying (Retry(total=3, connect=None, read=None, redirect=None, status=None)) after "
                "connection broken by 'ReadTimeoutError(\"HTTPSConnectionPool(host='pypi.org', port=443): "
                "Read timed out. (read timeout=15)\")': /simple/zarr/"
            )
    yield "Successfully installed einops-0.8.1 zarr-3.1.2"


def environment(drawn: random.Random) -> Iterator[str]:
    yield "[default] starting workers for entrypoint: python"
    for number in range(140):
        yield f"NVTE_SETTING_{number}={drawn.randrange(2)}"
    yield "TORCH_NCCL_DUMP_ON_TIMEOUT=1"


def opening(drawn: random.Random) -> Iterator[str]:
    """The dump of the arguments and NCCL's topology: what every attempt begins with."""
    yield "using world size: 8, data-parallel size: 2, context-parallel size: 1, tensor-model-parallel size: 2"
    yield "------------------------ arguments ------------------------"
    for _ in range(20):
        for option in _OPTIONS:
            yield f"  {option}"
    yield "-------------------- end of arguments ---------------------"
    yield "+ python pretrain_gpt.py --check-for-nan-in-loss-and-grad --oom-snapshot-path /tmp/oom --log-memory-to-tensorboard"
    for _ in range(120):
        rank, channel = drawn.randrange(8), drawn.randrange(24)
        yield (
            f"gpu-host:{2100 + rank}:{2600 + rank} [{rank}] NCCL INFO Channel {channel:02}/0 : "
            f"{rank}[{rank}] -> {(rank + 1) % 8}[{(rank + 1) % 8}] via P2P/CUMEM/read"
        )
    yield "[rank0]:[I507 16:41:02.118 ProcessGroupNCCL.cpp:978] [PG ID 0 PG GUID 0 Rank 0] Watchdog thread started"
    yield "> finished creating GPT datasets ..."


def steps(first: int, last: int, *, loss: str = "") -> Filler:
    """The training iterations `first` to `last`; `loss` in place of a plausible one."""

    def draw(drawn: random.Random) -> Iterator[str]:
        for step in range(first, last + 1):
            shown = loss or f"{10.9 - step / 40 + drawn.random() / 100:.6E}"
            yield (
                f" [2026-05-07 16:{41 + step // 60:02}:{step % 60:02}.{drawn.randrange(10**6):06}] "
                f"iteration {step:8}/     100 | consumed samples: {step * 32:12} | "
                f"elapsed time per iteration (ms): {300 + drawn.random() * 20:.1f} | learning rate: 1.500000E-04 | "
                f"global batch size:    32 | lm loss: {shown} | loss scale: 1.0 | grad norm: {drawn.random() * 4:.3f} | "
                f"num zeros: {drawn.randrange(999)}.0 | number of skipped iterations:   0 | number of nan iterations:   0 |"
            )
            yield "    (min, max) time across ranks (ms):"
            for timer in _TIMERS:
                low = drawn.random() * 100
                yield f"    {timer:.<40}: ({low:.2f}, {low + 3:.2f})"

    return draw


def unit_tests(count: int) -> Filler:
    """pytest, one line a test, all well."""

    def draw(drawn: random.Random) -> Iterator[str]:
        yield "============================= test session starts =============================="
        for number in range(count):
            name = drawn.choice(("test_shapes", "test_grad_norm", "test_resharding", "test_found_nan_is_raised"))
            yield f"tests/unit_tests/test_{number % 37}.py::{name}[{number}] PASSED [{100 * number // count:3}%]"

    return draw


def quiet(count: int) -> Filler:
    """Lines of a run in which nothing is printed but heartbeats."""

    def draw(drawn: random.Random) -> Iterator[str]:
        for number in range(count):
            yield f"heartbeat {number}: gpu utilisation {drawn.randrange(100)} %, host memory {drawn.randrange(40, 60)} %"

    return draw
