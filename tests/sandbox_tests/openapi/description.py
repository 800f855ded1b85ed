"""GitHub's description of its answers, and whether an answer keeps to it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_PLACE = re.compile(r"\{(\w+)\}")


class Description:
    """`github.json` beside this file: the paths in use, their 200 answers as JSON Schema."""

    def __init__(self) -> None:
        whole = json.loads((Path(__file__).parent / "github.json").read_text())
        self._schemas = whole["schemas"]
        # A literal path wins over a pattern; one with fewer places over one with more.
        entries = sorted(whole["paths"], key=lambda entry: (entry["path"].count("{"), -len(entry["path"])))
        self._entries = [(_pattern(entry), entry["path"], entry["schema"]) for entry in entries]

    @property
    def paths(self) -> set[str]:
        return {path for _, path, _ in self._entries}

    def errors(self, path: str, answer: Any) -> tuple[str, list[str]]:
        """The path's name in the description, and what is wrong with the answer. Raises KeyError if unknown."""
        for pattern, name, schema in self._entries:
            if pattern.fullmatch(path):
                checker = Draft202012Validator({**schema, "schemas": self._schemas})
                return name, [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(answer)]
        raise KeyError(path)


@cache
def description() -> Description:
    return Description()


def _pattern(entry: dict[str, Any]) -> re.Pattern[str]:
    """`x-multi-segment` parameters, and a file's path, may hold slashes."""
    multi = {*entry["multi"], "path"}
    parts = _PLACE.split(entry["path"])
    shapes = [".+" if part in multi else "[^/]+" if index % 2 else re.escape(part) for index, part in enumerate(parts)]
    return re.compile("".join(f"({shape})" if i % 2 else shape for i, shape in enumerate(shapes)))
