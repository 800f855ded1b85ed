"""What git says on stderr: how far a transfer is, and why it failed."""

from __future__ import annotations

import re

from bumps.ports import NotFound, PortError, Refused, Unreachable

_STAGE = re.compile(r"(Receiving objects|Resolving deltas|Unpacking objects):\s+(\d+)%")
# Receiving is most of a clone's time: it fills the bar up to 80 %.
_SPAN = {"Receiving objects": (0, 80), "Unpacking objects": (0, 100), "Resolving deltas": (80, 20)}
_REFUSED = re.compile(
    r"Authentication failed|could not read Username|Permission denied|returned error: 40[13]|invalid credentials",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"[Rr]epository .*not found|does not appear to be a git repository|does not exist|returned error: 404"
    r"|find remote ref"
)


def percent_of(line: str) -> int | None:
    """Per cent of the whole transfer; None where the line tells none. Other progress lines count as 0."""
    if match := _STAGE.search(line):
        start, span = _SPAN[match[1]]
        return start + int(match[2]) * span // 100
    return 0 if re.match(r"(remote: )?(Enumerating|Counting|Compressing) objects", line) else None


def error_of(said: str) -> PortError:
    """The port's error for what git wrote before it failed."""
    reason = _reason(said)
    if _REFUSED.search(said):
        return Refused(f"{reason}: the remote wants credentials, or refuses the ones it got")
    if _NOT_FOUND.search(said):
        return NotFound(reason)
    return Unreachable(reason)


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    worst = [re.sub(r"^(fatal|error): ", "", line) for line in lines if line.startswith(("fatal:", "error:"))]
    return (worst or lines or ["git failed without a word"])[0][:500]
