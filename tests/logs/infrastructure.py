"""The machine, the network, the container: not the code under test."""

# ruff: noqa: E501 a log's line is as long as it is

from __future__ import annotations

from tests.logs.filler import opening, steps, unit_tests
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, USUAL
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
        name="infrastructure-ecc",
        dress="github",
        kind="infrastructure",
        why="a card with broken memory; the ranks around it then wait",
        proof="uncorrectable ECC error encountered",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (
                opening,
                USUAL,
                steps(1, 72),
                assertion(3, "RuntimeError: CUDA error: uncorrectable ECC error encountered"),
                watchdog(0, 1, 2),
                child_failed(3),
            ),
        ),
    ),
    Log(
        name="infrastructure-reset-then-assertion",
        dress="gitlab",
        kind="infrastructure",
        why="the download broke for good; the assertion about the missing file only follows",
        proof="ConnectionResetError: [Errno 104] Connection reset by peer",
        attempts=(
            (opening, USUAL, steps(1, 100), out_of_memory(4), peers_lost(0, 1)),
            (
                opening,
                USUAL,
                steps(1, 30),
                """
Traceback (most recent call last):
  File "/opt/venv/lib/python3.12/site-packages/urllib3/response.py", line 779, in _error_catcher
    yield
ConnectionResetError: [Errno 104] Connection reset by peer

During handling of the above exception, another exception occurred:
""",
                assertion(0, "AssertionError: shard 7 of the data set is not there"),
                child_failed(0),
            ),
        ),
    ),
    Log(
        name="infrastructure-port-taken",
        dress="github",
        kind="infrastructure",
        why="the inference server's port was taken; clients then run into their limits",
        proof="zmq.error.ZMQError: Address already in use",
        attempts=(
            (opening, USUAL, steps(1, 88), found_nan(4), child_failed(4)),
            (
                opening,
                USUAL,
                unit_tests(300),
                assertion(0, "zmq.error.ZMQError: Address already in use (addr='tcp://*:5555')"),
                watchdog(2),
                "TimeoutError: no answer of the coordinator",
            ),
        ),
    ),
    Log(
        name="infrastructure-disk-full",
        dress="gitlab",
        kind="infrastructure",
        why="the checkpoint did not fit on the disk",
        proof="OSError: [Errno 28] No space left on device",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss", "num-zeros")),
            (
                opening,
                USUAL,
                steps(1, 50),
                IGNORED_TRACEBACK,
                steps(51, 70),
                assertion(0, "OSError: [Errno 28] No space left on device: '/workspace/checkpoints/iter_0000070'"),
                peers_lost(1, 2, 3),
            ),
        ),
    ),
    Log(
        name="infrastructure-name-resolution",
        dress="rank",
        kind="infrastructure",
        why="no name service, so no rendezvous",
        proof="socket.gaierror: [Errno -3] Temporary failure in name resolution",
        attempts=(
            (opening, USUAL, steps(1, 100), watchdog(0)),
            (
                opening,
                USUAL,
                steps(1, 60),
                assertion(0, "socket.gaierror: [Errno -3] Temporary failure in name resolution"),
                "[rank0]: torch.distributed.DistNetworkError: The client socket has failed to connect",
            ),
        ),
    ),
    Log(
        name="infrastructure-container",
        dress="github",
        kind="infrastructure",
        why="the second attempt's container could not be pulled: nothing of it ran",
        proof='Error response from daemon: Get "https://registry.example.com/v2/": net/http: TLS handshake timeout',
        attempts=(
            (opening, USUAL, steps(1, 100), out_of_memory(2), watchdog(0, 1)),
            (
                opening,
                USUAL,
                unit_tests(200),
                'docker: Error response from daemon: Get "https://registry.example.com/v2/": net/http: TLS handshake timeout',
                "Run 'docker run --help' for more information",
            ),
        ),
    ),
    Log(
        name="infrastructure-runner-lost",
        dress="github",
        kind="infrastructure",
        why="the machine was taken away",
        proof="The self-hosted runner lost communication with the server.",
        end=(
            "##[error]The self-hosted runner lost communication with the server. Verify the machine is running and has "
            "a healthy network connection.\n##[error]The operation was canceled."
        ),
        attempts=(
            (opening, USUAL, steps(1, 90), assertion(2), child_failed(2)),
            (opening, USUAL, steps(1, 90)),
        ),
    ),
    Log(
        name="infrastructure-read-timed-out",
        dress="gitlab",
        kind="infrastructure",
        why="the last try of the download raised; a word of time in it, but not a hang of the test",
        proof="Read timed out. (read timeout=10)",
        attempts=(
            (opening, USUAL, steps(1, 90), found_nan(2), watchdog(1)),
            (
                opening,
                USUAL,
                assertion(
                    0,
                    "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='data.example.com', port=443): "
                    "Read timed out. (read timeout=10)",
                ),
                child_failed(0),
            ),
        ),
    ),
)
