"""Lines that hold the very words of a failure and are none: each was survived, or only speaks of failures."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

RESET_AND_RECOVERED = """
WARNING:urllib3.connectionpool:Connection to data.example.com failed: [Errno 104] Connection reset by peer, retrying in 5 s
INFO:megatron.core.msc_utils:download of tokenizer.model succeeded after 2 tries
"""

NAN_MENTIONED = """
INFO:megatron.core.rerun_state_machine:validation on: a step whose result is not finite stops with "found NaN in"
WARNING: --check-for-nan-in-loss-and-grad costs up to 2 % of the step time
"""

WATCHDOG_MENTIONED = """
[rank0]:[I507 16:41:03.550 ProcessGroupNCCL.cpp:991] after 'Watchdog caught collective operation timeout' a flight recorder dump is written to /tmp/nccl_trace_rank_0
"""

OOM_MENTIONED = """
INFO:megatron.training.arguments:expandable_segments:True is set; it avoids 'CUDA out of memory' that comes of fragmentation
"""

METRICS_MENTIONED = """
+ grep -q 'The following metrics failed' /opt/megatron-lm/assets_dir/previous.log
"""

# A destructor's complaint: Python itself says that it goes on.
IGNORED_TRACEBACK = """
Exception ignored in: <function AsyncCaller.__del__ at 0x7f3c1c0e5b20>
Traceback (most recent call last):
  File "/opt/megatron-lm/megatron/core/dist_checkpointing/strategies/async_utils.py", line 318, in __del__
    self.close()
  File "/opt/megatron-lm/megatron/core/dist_checkpointing/strategies/async_utils.py", line 309, in close
    self.process.join()
AssertionError: can only join a child process
"""

# An optional import that failed; training goes on without it.
OPTIONAL_IMPORT = """
WARNING:megatron.core.extensions:one-logger is not there, going on without it
Traceback (most recent call last):
  File "/opt/megatron-lm/megatron/training/one_logger_utils.py", line 21, in get_one_logger
    from one_logger import OneLogger
ModuleNotFoundError: No module named 'one_logger'
"""

# A tuner tries sizes until one does not fit: caught, and said so by the steps that follow.
TUNER_OOM = """
triton autotune: config BLOCK_M=256 skipped: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 96.00 MiB.
triton autotune: best config BLOCK_M=64 num_warps=4
"""

USUAL = RESET_AND_RECOVERED + NAN_MENTIONED + WATCHDOG_MENTIONED + OOM_MENTIONED + METRICS_MENTIONED
