"""One terminal for many parts: every line carries the short, coloured name of who said it."""

import contextlib
import os
import threading
from typing import IO, TextIO

_COLOURS = {"up": 36, "redis": 35, "web": 32, "worker": 33, "beat": 34}


class Console:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._colour = stream.isatty() and "NO_COLOR" not in os.environ
        self._lock = threading.Lock()

    def line(self, name: str, text: str) -> None:
        label = f"{name:<6} |"
        if self._colour:
            label = f"\033[{_COLOURS.get(name, 37)}m{label}\033[0m"
        # Nobody reads any more (`up | head`): the service goes on, its parts must not block on a full pipe.
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(f"{label} {text}\n")
            self._stream.flush()

    def follow(self, name: str, pipe: IO[bytes]) -> None:
        """Copy a part's output, line by line, until it closes."""
        threading.Thread(target=self._copy, args=(name, pipe), name=f"output of {name}", daemon=True).start()

    def _copy(self, name: str, pipe: IO[bytes]) -> None:
        with pipe:
            for raw in pipe:
                text = raw.decode(errors="replace").rstrip()
                if text:
                    self.line(name, text)
