"""One labelled log: what happened in each attempt, and what the last one died of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["drift", "timeout", "oom", "nan", "infrastructure", "assertion", "unknown"]
Dress = Literal["github", "gitlab", "rank"]
# A scene written by hand, or filler drawn from the log's own seed.
Piece = str | Callable[[random.Random], Iterator[str]]
Attempt = tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Log:
    """A job's log and its label. `proof` stands in the line that proves the kind; "" where there is none.

    `end` is what the CI system writes after the last attempt. `gives_up` says that the launcher announced one more
    restart than it made, as it does when its attempts are used up.
    """

    name: str
    dress: Dress
    kind: Kind
    why: str
    proof: str
    attempts: tuple[Attempt, ...]
    metrics: tuple[str, ...] = ()
    end: str = ""
    gives_up: bool = False
