"""How a run dies, in the wording of the real thing. Written by hand."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

TRAINED = """
[after training is done] datetime: 2026-05-07 16:43:21
Running pytest checks against golden values
"""


def compared(*failed: str, summary: bool = True, exact: bool = False) -> str:
    """The golden value check of a run in which `failed` moved."""
    how = "Exact" if exact else "Approximate"
    lines = ["collected 1 item"]
    for metric in ("lm loss", "num-zeros", "mem-allocated-bytes", "mem-max-allocated-bytes", "iteration-time"):
        if metric in failed:
            lines += [
                "INFO     common:common.py:267 Actual values: 10.84213, 10.81002, 10.63391",
                "INFO     common:common.py:270 Golden values: 10.84209, 10.71988, 10.50114",
                f"ERROR    common:common.py:284 {how} comparison of {metric}: FAILED",
            ]
        else:
            lines.append(f"INFO     common:common.py:284 APPROXIMATE test for metric {metric}: PASSED")
    if summary:
        lines += [
            "=================================== FAILURES ===================================",
            "        log_emitter = logger.info if result_code == 0 else logger.error",
            ">   assert all_test_passed, f\"The following metrics failed: {', '.join(failed_metrics)}\"",
            f"E   AssertionError: The following metrics failed: {', '.join(failed)}",
            "E   assert False",
            "tests/functional_tests/python_test_utils/common.py:290: AssertionError",
            "=========================== short test summary info ============================",
            "FAILED tests/functional_tests/python_test_utils/test_pretraining_regular_pipeline.py::test_regular_pipeline"
            f" - AssertionError: The following metrics failed: {', '.join(failed)[:18]}...",
            "============================== 1 failed in 12.41s ==============================",
        ]
    return "\n".join(lines)


def out_of_memory(rank: int) -> str:
    """One rank that does not fit."""
    return f"""
[rank{rank}]: Traceback (most recent call last):
[rank{rank}]:   File "/opt/megatron-lm/pretrain_gpt.py", line 303, in <module>
[rank{rank}]:     pretrain(
[rank{rank}]:   File "/opt/megatron-lm/megatron/training/training.py", line 1212, in train_step
[rank{rank}]:     update_successful, grad_norm, num_zeros_in_grad = optimizer.step()
[rank{rank}]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU {rank} has a total capacity of 79.11 GiB of which 1.13 GiB is free. Process 41 has 77.97 GiB memory in use.
"""


def watchdog(*ranks: int, seconds: int = 600) -> str:
    """Ranks whose collective did not come back."""
    return "\n".join(
        f"""[rank{rank}]:[E507 16:53:{rank:02}.551 ProcessGroupNCCL.cpp:632] [Rank {rank}] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=421, OpType=ALLREDUCE, NumelIn=1, NumelOut=1, Timeout(ms)={seconds}000) ran for {seconds}012 milliseconds before timing out.
[rank{rank}]:[E507 16:53:{rank:02}.580 ProcessGroupNCCL.cpp:684] [Rank {rank}] Some NCCL operations have failed or timed out. Due to the asynchronous nature of CUDA kernels, subsequent GPU operations might run on corrupted/incomplete data.
[rank{rank}]:[E507 16:53:{rank:02}.581 ProcessGroupNCCL.cpp:698] [Rank {rank}] To avoid data inconsistency, we are taking the entire process down.
terminate called after throwing an instance of 'c10::DistBackendError'
Fatal Python error: Aborted"""
        for rank in ranks
    )


def peers_lost(*ranks: int) -> str:
    """Ranks that notice that another one is gone."""
    return "\n".join(
        f"""[rank{rank}]:[W507 16:44:{rank:02}.118 TCPStore.cpp:125] [c10d] recvValue failed on SocketImpl(fd=91, addr=[localhost]:52114): Connection reset by peer
[rank{rank}]: Traceback (most recent call last):
[rank{rank}]:   File "/opt/megatron-lm/megatron/core/tensor_parallel/mappings.py", line 31, in _reduce
[rank{rank}]:     torch.distributed.all_reduce(input_, group=group)
[rank{rank}]: torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3690, remote process exited or there was a network error, NCCL version 2.30.7
[rank{rank}]: ncclRemoteError: A call failed possibly due to a network error or a remote process exiting prematurely."""
        for rank in ranks
    )


def found_nan(rank: int, where: str = "local grad norm for bucket #0 in backward pass") -> str:
    """The check of each step's result speaks."""
    return f"""
[rank{rank}]: Traceback (most recent call last):
[rank{rank}]:   File "/opt/megatron-lm/megatron/core/distributed/param_and_grad_buffer.py", line 221, in check_grads
[rank{rank}]:     rerun_state_machine.validate_result(
[rank{rank}]: AssertionError: Rank {rank}: found NaN in {where} before data-parallel communication collective. Device: {rank}, node: gpu-host
"""


def assertion(rank: int, message: str = "AssertionError: sequence length 4096 is not divisible by 3") -> str:
    """Code that refuses."""
    return f"""
[rank{rank}]: Traceback (most recent call last):
[rank{rank}]:   File "/opt/megatron-lm/pretrain_gpt.py", line 303, in <module>
[rank{rank}]:     pretrain(
[rank{rank}]:   File "/opt/megatron-lm/megatron/core/transformer/attention.py", line 744, in forward
[rank{rank}]:     output = self._checked(hidden_states)
[rank{rank}]: {message}
"""


def child_failed(rank: int, code: int = 1) -> str:
    """torchrun's own summary: it names a rank and no cause."""
    return f"""
E0507 16:55:11.002000 88 torch/distributed/elastic/multiprocessing/api.py:984] failed (exitcode: {code}) local_rank: {rank} (pid: 2104) of binary: /opt/venv/bin/python
Traceback (most recent call last):
  File "/opt/venv/bin/torchrun", line 10, in <module>
    sys.exit(main())
  File "/opt/venv/lib/python3.12/site-packages/torch/distributed/launcher/api.py", line 300, in launch_agent
    raise ChildFailedError(
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
============================================================
pretrain_gpt.py FAILED
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-05-07_16:55:10
  host      : gpu-host
  rank      : {rank} (local_rank: {rank})
  exitcode  : {code} (pid: 2104)
  error_file: <N/A>
  traceback : To enable traceback see: https://pytorch.org/docs/stable/elastic/errors.html
============================================================
"""


GITHUB_LIMIT = """
##[error]The action 'Run main script' has timed out after 60 minutes.
##[group]Run actions/upload-artifact@v4
With the provided path, there will be 17 files uploaded
Finished uploading artifact content to blob storage!
Cleaning up orphan processes
Terminate orphan process: pid (2104) (python)
"""

GITHUB_JOB_LIMIT = """
##[error]The job running on runner gpu-x8-runner-17 has exceeded the maximum execution time of 60 minutes.
##[error]The operation was canceled.
Cleaning up orphan processes
"""

GITLAB_LIMIT = """
section_end:1778175611:step_script\r\x1b[0K
section_start:1778175611:cleanup_file_variables\r\x1b[0K\x1b[36;1mCleaning up project directory\x1b[0;m
section_end:1778175612:cleanup_file_variables\r\x1b[0K
\x1b[31;1mERROR: Job failed: execution took longer than 1h0m0s seconds\x1b[0;m
"""
