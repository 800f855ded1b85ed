"""A number that is none."""

from __future__ import annotations

from tests.logs.filler import opening, quiet, steps
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, TUNER_OOM, USUAL
from tests.logs.scenes import (
    GITLAB_LIMIT,
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
        name="nan-then-peers",
        dress="github",
        kind="nan",
        why="the check stopped rank 2; the others lost it",
        proof="Rank 2: found NaN in local grad norm for bucket #0",
        attempts=(
            (opening, USUAL, steps(1, 60), watchdog(0, 1, 3), child_failed(0, -6)),
            (opening, USUAL, steps(1, 77), found_nan(2), peers_lost(0, 1, 3), watchdog(4, 5), child_failed(2)),
        ),
    ),
    Log(
        name="nan-then-metrics",
        dress="gitlab",
        kind="nan",
        why="NaN first; the comparison of what little was recorded fails after it",
        proof="Rank 0: found NaN in local forward loss calculation",
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("num-zeros")),
            (
                opening,
                USUAL,
                steps(1, 63),
                found_nan(0, "local forward loss calculation"),
                "Running pytest checks against golden values",
                compared("lm loss", "num-zeros"),
            ),
        ),
    ),
    Log(
        name="nan-loss-to-the-end",
        dress="gitlab",
        kind="nan",
        why="nothing stopped it: the loss is NaN from step 41 on, and so the metrics fail",
        proof="lm loss: NAN",
        attempts=(
            (opening, USUAL, steps(1, 30), out_of_memory(1), peers_lost(0)),
            (opening, USUAL, steps(1, 40), steps(41, 100, loss="NAN"), TRAINED, compared("lm loss")),
        ),
    ),
    Log(
        name="nan-three-times",
        dress="github",
        kind="nan",
        why="the launcher gave up; its last announcement started nothing",
        proof="Rank 6: found NaN in local grad norm for bucket #0",
        gives_up=True,
        attempts=(
            (opening, USUAL, steps(1, 10), assertion(1), child_failed(1)),
            (opening, USUAL, steps(1, 50), found_nan(3), peers_lost(0)),
            (opening, USUAL, TUNER_OOM, steps(1, 51), found_nan(6), peers_lost(0, 2), child_failed(6)),
        ),
    ),
    Log(
        name="nan-then-limit",
        dress="gitlab",
        kind="nan",
        why="one rank stopped, the others hung until GitLab's limit",
        proof="Rank 5: found NaN in",
        end=GITLAB_LIMIT,
        attempts=(
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss")),
            (opening, USUAL, steps(1, 58), IGNORED_TRACEBACK, steps(59, 66), found_nan(5), quiet(300)),
        ),
    ),
    Log(
        name="nan-rank-log",
        dress="rank",
        kind="nan",
        why="the rank's own traceback",
        proof="Rank 1: found NaN in gradient norm",
        attempts=(
            (opening, USUAL, steps(1, 90), out_of_memory(1)),
            (opening, USUAL, steps(1, 99), found_nan(1, "gradient norm"), watchdog(1)),
        ),
    ),
)
