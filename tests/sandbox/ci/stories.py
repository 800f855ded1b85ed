"""The log of a job: what happened in it, told in the pieces of the labelled set."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.logs import LOGS, Log, build, noise, scenes
from tests.logs.filler import opening, quiet, steps, unit_tests
from tests.logs.log import Attempt, Dress, Kind

CHUNK = 1 << 16
_PASSED = "INFO:__main__:Test did finish successfully."
_BY_KIND: dict[tuple[Kind, Dress], list[Log]] = {}
for _log in LOGS:
    _BY_KIND.setdefault((_log.kind, _log.dress), []).append(_log)


def failing(kind: Kind, dress: Dress, name: str, metrics: tuple[str, ...] = ()) -> Log:
    """A log that died of `kind`; `name` is its seed. Drift names the metrics that truly failed."""
    drawn = random.Random(name)
    if kind == "drift":
        attempts = (_first(drawn), _trained(scenes.compared(*(metrics or ("lm loss",)))))
        proof = f"The following metrics failed: {', '.join(metrics or ('lm loss',))}"
        return Log(name=name, dress=dress, kind=kind, why="", proof=proof, attempts=attempts, metrics=metrics)
    known = _BY_KIND.get((kind, dress)) or [log for log in LOGS if log.kind == kind]
    model = drawn.choice(known)
    return Log(
        name=name,
        dress=dress,
        kind=kind,
        why="",
        proof=model.proof,
        attempts=model.attempts,
        end=model.end if model.dress == dress else "",
        gives_up=model.gives_up and model.dress == dress,
    )


def passing(dress: Dress, name: str, *, unit: bool = False) -> Log:
    """A log of a job that went well, in some cases at the second try."""
    drawn = random.Random(name)
    last: Attempt = (unit_tests(1500),) if unit else _trained(scenes.compared(summary=False))
    attempts = (_first(drawn), last) if drawn.randrange(20) == 0 else (last,)
    return Log(name=name, dress=dress, kind="unknown", why="", proof="", attempts=attempts, end=_PASSED)


def stream(log: Log) -> Callable[[], Iterator[bytes]]:
    """The log's bytes, made when they are asked for."""

    def chunks() -> Iterator[bytes]:
        text = build(log)
        for start in range(0, len(text), CHUNK):
            yield text[start : start + CHUNK]

    return chunks


def _first(drawn: random.Random) -> Attempt:
    """An earlier attempt that failed of something else."""
    rank = drawn.randrange(8)
    ends = (scenes.watchdog(rank), scenes.out_of_memory(rank), scenes.found_nan(rank), scenes.assertion(rank))
    return (
        opening,
        noise.USUAL,
        steps(1, drawn.randrange(5, 90)),
        quiet(150),
        drawn.choice(ends),
        scenes.peers_lost(1),
    )


def _trained(comparison: str) -> Attempt:
    return (opening, noise.USUAL, steps(1, 100), scenes.TRAINED, comparison)
