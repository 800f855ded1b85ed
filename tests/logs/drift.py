"""The run finished and its numbers moved."""

from __future__ import annotations

from tests.logs.filler import opening, quiet, steps
from tests.logs.log import Log
from tests.logs.noise import IGNORED_TRACEBACK, OPTIONAL_IMPORT, TUNER_OOM, USUAL
from tests.logs.scenes import TRAINED, assertion, child_failed, compared, found_nan, out_of_memory, peers_lost, watchdog

_SUMMARY = "The following metrics failed: "

LOGS = (
    Log(
        name="drift-after-watchdog",
        dress="github",
        kind="drift",
        why="the first attempt hung, the second ran to its end and was compared",
        proof=_SUMMARY + "lm loss, num-zeros",
        metrics=("lm loss", "num-zeros"),
        attempts=(
            (opening, USUAL, steps(1, 40), quiet(200), watchdog(3, 0, 1, 2)),
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss", "num-zeros")),
        ),
    ),
    Log(
        name="drift-without-summary",
        dress="gitlab",
        kind="drift",
        why="the trace was cut before pytest's summary; each comparison names its metric",
        proof="Approximate comparison of lm loss: FAILED",
        metrics=("lm loss", "iteration-time"),
        attempts=(
            (opening, USUAL, steps(1, 30), out_of_memory(5), peers_lost(0, 1)),
            (opening, steps(1, 100), TRAINED, compared("lm loss", "iteration-time", summary=False)),
        ),
    ),
    Log(
        name="drift-exact-after-ignored-traceback",
        dress="github",
        kind="drift",
        why="Python says itself that it ignores the traceback; the comparison is what failed",
        proof=_SUMMARY + "num-zeros",
        metrics=("num-zeros",),
        attempts=(
            (opening, USUAL, steps(1, 12), found_nan(2), peers_lost(0), child_failed(2)),
            (opening, USUAL, steps(1, 100), IGNORED_TRACEBACK, TRAINED, compared("num-zeros", exact=True)),
        ),
    ),
    Log(
        name="drift-after-survived-import-error",
        dress="gitlab",
        kind="drift",
        why="an optional module was missing and a hundred steps followed",
        proof=_SUMMARY + "lm loss",
        metrics=("lm loss",),
        attempts=(
            (opening, USUAL, steps(1, 70), assertion(1), peers_lost(0, 2), child_failed(1)),
            (opening, USUAL, OPTIONAL_IMPORT, steps(1, 100), TRAINED, compared("lm loss")),
        ),
    ),
    Log(
        name="drift-after-tuner-oom",
        dress="rank",
        kind="drift",
        why="the tuner's out of memory was caught; training went on to the end",
        proof=_SUMMARY + "mem-allocated-bytes, mem-max-allocated-bytes",
        metrics=("mem-allocated-bytes", "mem-max-allocated-bytes"),
        attempts=(
            (opening, USUAL, steps(1, 80), watchdog(4)),
            (
                opening,
                TUNER_OOM,
                steps(1, 100),
                TRAINED,
                compared("mem-allocated-bytes", "mem-max-allocated-bytes"),
            ),
        ),
    ),
    Log(
        name="drift-three-times",
        dress="github",
        kind="drift",
        why="every attempt drifted, the last one in one metric only; the announced fourth never ran",
        proof=_SUMMARY + "iteration-time",
        metrics=("iteration-time",),
        gives_up=True,
        attempts=(
            (opening, steps(1, 60), watchdog(6), peers_lost(1)),
            (opening, USUAL, steps(1, 100), TRAINED, compared("lm loss", "iteration-time")),
            (opening, USUAL, steps(1, 100), TRAINED, compared("iteration-time")),
        ),
    ),
    Log(
        name="drift-then-teardown-noise",
        dress="github",
        kind="drift",
        why="the comparison failed first; a peer that is told to stop complains afterwards",
        proof=_SUMMARY + "lm loss, mtp_1 loss",
        metrics=("lm loss", "mtp_1 loss"),
        attempts=(
            (opening, USUAL, steps(1, 5), out_of_memory(0), child_failed(0)),
            (opening, steps(1, 100), TRAINED, compared("lm loss", "mtp_1 loss"), peers_lost(3), child_failed(3)),
        ),
    ),
)
