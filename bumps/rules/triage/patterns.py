"""The strings triage looks for and what each of them means.

One automaton finds them all in one pass. A string is only a hint: what its line makes of it is decided in `verdict.py`.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from bumps.rules.triage.result import Kind


class Role(Enum):
    """How much a hint is worth."""

    CAUSE = "says by itself what happened"
    HICCUP = "an outage that is mostly retried and survived"
    ECHO = "what one rank's failure does to the others"
    EXCEPTION = "may be the last line of a traceback, of whatever class"
    TRACEBACK = "the lines after it end in an exception"
    TOGETHER = "all ranks met here: whatever was said before stopped none of them"
    ATTEMPT = "may be where an attempt ends or the next one begins"
    END = "the step is over; what follows is tidying up"


class Hint(NamedTuple):
    """One string to look for. Of the hints of one line the one that stands first in HINTS speaks."""

    text: bytes
    role: Role
    kind: Kind = Kind.UNKNOWN


def _hints(role: Role, kind: Kind, *texts: str) -> list[Hint]:
    return [Hint(text.encode(), role, kind) for text in texts]


HINTS: tuple[Hint, ...] = (
    *_hints(Role.CAUSE, Kind.DRIFT, "The following metrics failed", " comparison of "),
    *_hints(
        Role.CAUSE,
        Kind.OOM,
        "OutOfMemoryError",
        "CUDA out of memory",
        "CUDA error: out of memory",
        "'out of memory'",
        "cudaErrorMemoryAllocation",
        "CUDNN_STATUS_ALLOC_FAILED",
        "CUBLAS_STATUS_ALLOC_FAILED",
        "DefaultCPUAllocator: can't allocate memory",
        "Out of memory: Killed process",
        "Memory cgroup out of memory",
        "oom_kill event",
        "oom-kill event",
        "std::bad_alloc",
        "Cannot allocate memory",
    ),
    *_hints(Role.CAUSE, Kind.NAN, "found NaN in", "found Inf in", "Unexpected result nan", "loss: NAN", "loss: nan"),
    *_hints(
        Role.CAUSE,
        Kind.INFRASTRUCTURE,
        "uncorrectable ECC error",
        "No space left on device",
        "Disk quota exceeded",
        "ZMQError: Address already in use",
        "EADDRINUSE",
        "failed to listen on any local network address",
        "DistNetworkError",
        "We couldn't connect to 'https://huggingface.co'",
        "Error response from daemon",
        "pyxis: failed to import",
        "ErrImagePull",
        "ImagePullBackOff",
        "manifest unknown",
        "toomanyrequests",
        "pull access denied",
        "failed to remove container",
        "failed to delete container",
        "Unpack failed: incomplete input",
        "lost communication with the server",
        "The runner has received a shutdown signal",
        "Job failed (system failure)",
        "DUE TO NODE FAILURE",
        "GPU has fallen off the bus",
        "NVRM: Xid",
        "Failed to initialize NVML",
        "no CUDA-capable device is detected",
        "CUDA driver initialization failed",
        "cudaErrorSystemNotReady",
    ),
    *_hints(
        Role.CAUSE,
        Kind.TIMEOUT,
        "Watchdog caught collective operation timeout",
        "Timeout at NCCL work",
        "watchdog got stuck for",
        "Heartbeat monitor timed out",
        "exceeded the maximum execution time",
        "execution took longer than",
        "DUE TO TIME LIMIT",
        "from pytest-timeout",
        "subprocess.TimeoutExpired",
        " job limit",
        " time limit exceeded",
        "exceeded the time limit",
    ),
    *_hints(
        Role.HICCUP,
        Kind.INFRASTRUCTURE,
        "Connection reset by peer",
        "Read timed out",
        "Temporary failure in name resolution",
        "Could not resolve host",
        "TLS handshake timeout",
        "Max retries exceeded with url",
        "Connection timed out",
        "The requested URL returned error: 5",
        "Remote end closed connection",
        "failed to pull image",
        "Failed to pull image",
    ),
    # Behind the outages: a connection times out, too.
    *_hints(Role.CAUSE, Kind.TIMEOUT, "timed out after "),
    *_hints(
        Role.ECHO,
        Kind.ASSERTION,
        "remote process exited or there was a network error",
        "ncclRemoteError",
        "terminate called after throwing an instance of",
        "Fatal Python error: Aborted",
        "Connection closed by peer",
        "Connection was likely closed",
    ),
    *_hints(Role.ECHO, Kind.TIMEOUT, "Some NCCL operations have failed or timed out", "seconds waiting for clients"),
    *_hints(
        Role.CAUSE,
        Kind.ASSERTION,
        "Segmentation fault",
        "Segfault encountered",
        "SIGSEGV",
        "Fatal Python error:",
        "illegal memory access",
        "illegal instruction",
        "unspecified launch failure",
        "device-side assert triggered",
        "double free or corruption",
        "free(): ",
        "malloc(): ",
        "munmap_chunk(): invalid pointer",
        "Bus error",
        "error: unrecognized arguments",
        "No such file or directory",
        "FAILED tests/",
        "ERROR tests/",
        "E   assert ",
    ),
    *_hints(
        Role.END,
        Kind.UNKNOWN,
        "Process completed with exit code",
        "ERROR: Job failed: exit",
        ":upload_artifacts_on_failure",
        "Post job cleanup.",
    ),
    *_hints(Role.EXCEPTION, Kind.ASSERTION, "Error:", "Exception:", "AssertionError", "NotImplementedError"),
    *_hints(Role.TRACEBACK, Kind.UNKNOWN, "Traceback (most recent call last)"),
    # Megatron prints the time of day behind a barrier: before training, after it, around evaluations.
    *_hints(Role.TOGETHER, Kind.UNKNOWN, "] datetime: "),
    *_hints(
        Role.ATTEMPT,
        Kind.UNKNOWN,
        "Entering Experiment",
        "Detected flaky failure",
        "Detected NCCL failure",
        "Pipeline triggered; inspect it here",
        "ttempt",
        "ATTEMPT",
        "let's try another node",
        "No logs found. Try again",
        "Did not find any logs to download, retry",
        "estarting",
        "e-running",
        "erunning",
        "etrying",
        *(f"{word} {number}" for word in ("etry", "Try", "try") for number in "123"),
    ),
)

# Hints that are counted together when a log repeats itself; those about attempts each on their own, for beside a
# thousand lines about something else's attempts may stand the one about the job's.
_SORTS = [(hint.role, hint.kind, number if hint.role is Role.ATTEMPT else 0) for number, hint in enumerate(HINTS)]
GROUPS = tuple(_SORTS.index(sort) for sort in _SORTS)
NAN_GROUP = _SORTS.index((Role.CAUSE, Kind.NAN, 0))

# Without overlaps the automaton is twice as fast and still meets every line that holds a hint: which hints those are is
# asked for that line alone. The table of a DFA is worth its memory: it is three times as fast as the NFAs.
_AUTOMATON = BytesAhoCorasick([hint.text for hint in HINTS], implementation=Implementation.DFA)
LONGEST = max(len(hint.text) for hint in HINTS)


def hits(data: bytes) -> list[tuple[int, int, int]]:
    """(number in HINTS, from, to) of hints, at least one for every line that holds any; in order."""
    return _AUTOMATON.find_matches_as_indexes(data)


def first_hint(line: bytes) -> Hint | None:
    """The hint that speaks for a line."""
    found = _AUTOMATON.find_matches_as_indexes(line, overlapping=True)
    return HINTS[min(number for number, _, _ in found)] if found else None
