"""It failed and does not say why."""

from __future__ import annotations

from tests.logs.filler import opening, quiet, steps, unit_tests
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, OPTIONAL_IMPORT, TUNER_OOM, USUAL
from tests.logs.scenes import TRAINED, assertion, child_failed, compared, found_nan, out_of_memory, peers_lost, watchdog

_CANCELLED = "##[error]The operation was canceled.\nCleaning up orphan processes"

LOGS = (
    Log(
        name="unknown-exit-code",
        dress="github",
        kind="unknown",
        why="an exit code and nothing else; the failure of the attempt before does not count",
        proof="",
        attempts=(
            (opening, USUAL, steps(1, 100), out_of_memory(1), watchdog(0)),
            (opening, USUAL, steps(1, 80)),
        ),
    ),
    Log(
        name="unknown-child-failed",
        dress="gitlab",
        kind="unknown",
        why="torchrun names the rank, not the reason: that stands in the rank's own log",
        proof="",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (opening, USUAL, steps(1, 77), child_failed(3)),
        ),
    ),
    Log(
        name="unknown-survived-everything",
        dress="github",
        kind="unknown",
        why="all that was said was survived, then the job ended",
        proof="",
        attempts=(
            (opening, USUAL, steps(1, 40), found_nan(2), peers_lost(0), child_failed(2)),
            (opening, USUAL, OPTIONAL_IMPORT, TUNER_OOM, steps(1, 50), IGNORED_TRACEBACK, steps(51, 90)),
        ),
    ),
    Log(
        name="unknown-cancelled",
        dress="github",
        kind="unknown",
        why="someone pressed cancel, or a newer push did",
        proof="",
        end=_CANCELLED,
        attempts=(
            (opening, USUAL, steps(1, 100), assertion(1), watchdog(0, 2)),
            (opening, USUAL, steps(1, 66), quiet(100)),
        ),
    ),
    Log(
        name="unknown-unit-tests-stop",
        dress="gitlab",
        kind="unknown",
        why="pytest stopped in the middle",
        proof="",
        attempts=(
            (opening, USUAL, unit_tests(500), out_of_memory(0), watchdog(1)),
            (opening, USUAL, unit_tests(900)),
        ),
    ),
    Log(
        name="unknown-rank-log",
        dress="rank",
        kind="unknown",
        why="this rank was told to stop; what killed the group stands elsewhere",
        proof="",
        attempts=(
            (opening, USUAL, steps(1, 100), watchdog(2)),
            (
                opening,
                USUAL,
                IGNORED_TRACEBACK,
                steps(1, 95),
                "W0507 16:55:09.118000 88 torch/distributed/elastic/multiprocessing/api.py:1010] "
                "Sending process 2106 closing signal SIGTERM",
            ),
        ),
    ),
    Log(
        name="unknown-killed",
        dress="github",
        kind="unknown",
        why="exit code 137 is a kill by someone: memory is one reason of several, and nothing says so",
        proof="",
        end="+ exit 137\n##[error]Process completed with exit code 137.\nCleaning up orphan processes",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss", "num-zeros")),
            (opening, USUAL, TUNER_OOM, steps(1, 70), child_failed(2, -9)),
        ),
    ),
)
