"""Answers that go wrong: which request, how, and whether the world changed before it did."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from tests.sandbox.clock import Clock
from tests.sandbox.web.message import Request, Response, json_response

Kind = Literal[
    "status", "reset", "hang", "hold", "rate_limit", "too_many", "secondary", "truncate", "gzip_bomb", "garbage"
]
When = Literal["before", "after"]
Handle = Callable[[Request], Response]


class Broken(Exception):
    """The connection ends here: `reset` by RST, `truncate` after half of the body."""

    def __init__(self, how: Literal["reset", "truncate"], response: Response | None = None) -> None:
        super().__init__(how)
        self.how, self.response = how, response


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong with the matching requests number `nth` to `nth + times - 1` (times 0: for ever).

    `when`: before the service saw the request, or after it did what was asked.
    `hold` keeps the request open until `release()`, then goes on as if nothing had been; `hang` ends in a reset.
    """

    kind: Kind
    service: str = ""
    method: str = ""
    path: str = ""
    nth: int = 1
    times: int = 1
    when: When = "before"
    status: int = 502
    seconds: float = 60.0
    seen: int = 0
    hits: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def matches(self, request: Request) -> bool:
        """Counts the request when it is one of those meant."""
        if self.service not in ("", request.service) or self.method not in ("", request.method):
            return False
        if self.path and not re.match(self.path, request.path):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times == 0 or self.seen < self.nth + self.times)

    def release(self) -> None:
        self.released.set()

    def wait_reached(self, timeout: float = 30.0) -> None:
        """Until a request is caught. Raises TimeoutError."""
        if not self.reached.wait(timeout):
            raise TimeoutError(f"no request reached {self.kind} on {self.service} {self.method} {self.path}")


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """A quarter of a gigabyte of nothing, in a quarter of a megabyte."""
    return gzip.compress(bytes(1 << 28), 9)


class Faults:
    """The faults in force, asked once per request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Take all away and let every held request go."""
        with self._lock:
            faults, self._faults = self._faults, []
        for fault in faults:
            fault.release()

    def stop(self) -> None:
        self._stopped.set()
        self.clear()

    def __iter__(self) -> Iterator[Fault]:
        with self._lock:
            return iter(list(self._faults))

    def pick(self, request: Request) -> Fault | None:
        """The first fault that this request meets; every fault counts the request."""
        with self._lock:
            met = [fault for fault in self._faults if fault.matches(request)]
            for fault in met[:1]:
                fault.hits += 1
        return met[0] if met else None

    def apply(self, fault: Fault, request: Request, handle: Handle) -> Response:
        """Answer as the fault says; `handle` is the service. Raises Broken where the connection must end."""
        done = handle(request) if fault.when == "after" else None
        fault.reached.set()
        if fault.kind == "hold":
            self._wait(fault)
            return done or handle(request)
        if fault.kind == "hang":
            self._wait(fault)
            raise Broken("reset")
        if fault.kind == "reset":
            raise Broken("reset")
        if fault.kind == "truncate":
            raise Broken("truncate", done or handle(request))
        return self._wrong(fault)

    def _wait(self, fault: Fault) -> None:
        end = time.monotonic() + fault.seconds
        while time.monotonic() < end and not self._stopped.is_set():
            if fault.released.wait(0.05):
                return

    def _wrong(self, fault: Fault) -> Response:
        reset = int((self._clock.now() + timedelta(seconds=fault.seconds)).timestamp())
        retry = {"Retry-After": str(int(fault.seconds))}
        if fault.kind == "rate_limit":
            spent = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Used": "5000"}
            headers = spent | {"X-RateLimit-Reset": str(reset), "X-RateLimit-Resource": "core"}
            return json_response({"message": "API rate limit exceeded for user ID 1."}, 403, headers)
        if fault.kind == "secondary":
            return json_response({"message": "You have exceeded a secondary rate limit."}, 403, retry)
        if fault.kind == "too_many":
            headers = retry | {"RateLimit-Remaining": "0", "RateLimit-Reset": str(reset)}
            return Response(429, b"Retry later\n", {"Content-Type": "text/plain", **headers})
        if fault.kind == "gzip_bomb":
            return Response(200, _bomb(), {"Content-Encoding": "gzip", "Content-Type": "application/json"})
        if fault.kind == "garbage":
            return Response(200, b"<html>\xff\x00 not json", {"Content-Type": "application/json"})
        return json_response({"message": "Server Error"}, fault.status)
