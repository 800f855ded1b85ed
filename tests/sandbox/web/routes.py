"""Which handler answers which method and path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from urllib.parse import unquote

Handler = TypeVar("Handler", bound=Callable[..., object])
_PLACE = re.compile(r"\{(\w+)(:path|:int)?\}")
_SHAPES = {None: r"[^/]+", ":path": r".+", ":int": r"\d+"}


class Routes(Generic[Handler]):
    """`{name}` is one segment, `{name:int}` digits, `{name:path}` the rest; values arrive decoded.

    Matching is done on the path as sent: `group%2Fproject` is one segment.
    """

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self.patterns: list[tuple[str, str]] = []

    def on(self, method: str, pattern: str) -> Callable[[Handler], Handler]:
        parts, last = [], 0
        for place in _PLACE.finditer(pattern):
            parts.append(re.escape(pattern[last : place.start()]))
            parts.append(f"(?P<{place[1]}>{_SHAPES[place[2]]})")
            last = place.end()
        parts.append(re.escape(pattern[last:]))
        compiled = re.compile("".join(parts) + r"/?\Z")

        def register(handler: Handler) -> Handler:
            self._routes.append((method, compiled, handler))
            self.patterns.append((method, pattern))
            return handler

        return register

    def get(self, pattern: str) -> Callable[[Handler], Handler]:
        return self.on("GET", pattern)

    def post(self, pattern: str) -> Callable[[Handler], Handler]:
        return self.on("POST", pattern)

    def put(self, pattern: str) -> Callable[[Handler], Handler]:
        return self.on("PUT", pattern)

    def patch(self, pattern: str) -> Callable[[Handler], Handler]:
        return self.on("PATCH", pattern)

    def delete(self, pattern: str) -> Callable[[Handler], Handler]:
        return self.on("DELETE", pattern)

    def find(self, method: str, target: str) -> tuple[Handler, dict[str, str]] | None:
        """The handler and its path's values; None when nothing answers there."""
        for handler, values in self._matches(method, target):
            return handler, values
        return None

    def _matches(self, method: str, target: str) -> Iterator[tuple[Handler, dict[str, str]]]:
        for wanted, pattern, handler in self._routes:
            if wanted == method and (match := pattern.match(target)):
                yield handler, {name: unquote(value) for name, value in match.groupdict().items()}
