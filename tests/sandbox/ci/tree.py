"""What a commit says about CI: its images and its tests, read from its files as the real CI reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pygit2
import yaml

from tests.origins import Origin, files
from tests.sandbox.scenario import recipes
from tests.sandbox.scenario.catalogue import FOLDERS, Row

_TAG = re.compile(r":(\d\d\.\d\d)-py3")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Images:
    """The tags that each CI system would build on; empty where nothing stands."""

    github_dev: str
    github_lts: str
    gitlab_dev: str
    gitlab_lts: str


class Tree:
    """One commit's files."""

    def __init__(self, origin: Origin, sha: str) -> None:
        self._repo = origin.repo
        found = self._repo[sha]
        self._tree = found.peel(pygit2.Tree)

    def text(self, path: str) -> str:
        return self._tree[path].peel(pygit2.Blob).data.decode() if path in self._tree else ""

    def oid(self, path: str) -> str:
        return str(self._tree[path].id) if path in self._tree else ""

    def names(self, folder: str) -> list[str]:
        return [item.name or "" for item in self._tree[folder].peel(pygit2.Tree)] if folder in self._tree else []

    def rows(self) -> list[Row]:
        """The recipes' rows that count: commented ones are not seen."""
        found = []
        for platform, folder in FOLDERS.items():
            for name in self.names(f"{recipes.ROOT}/{folder}"):
                text = self.text(f"{recipes.ROOT}/{folder}/{name}")
                found += [row for row in _rows(text, name.removesuffix(".yaml")) if row.platform == platform]
        return found

    def images(self) -> Images:
        """Of LM's tree."""
        rows = self.text(files.GITLAB)
        lab = {"DEV": "", "LTS": ""}
        for name in lab:
            row = re.search(rf"IMAGE: CI_MCORE_{name}_IMAGE\n(?:.*\n){{1,3}}? *BASE_IMAGE: (\S+)", rows)
            lab[name] = _tag(row[1]) if row else ""
        return Images(_tag(self.text(files.GITHUB_DEV)), _tag(self.text(files.GITHUB_LTS)), lab["DEV"], lab["LTS"])

    def bridge_image(self) -> str:
        return _tag(self.text(files.BRIDGE_DOCKERFILE))


def _tag(text: str) -> str:
    found = _TAG.search(text)
    return found[1] if found else ""


@lru_cache(maxsize=512)
def _rows(text: str, suite: str) -> tuple[Row, ...]:
    recipe = yaml.load(text, _LOADER)  # noqa: S506  a safe loader either way
    model = recipe["spec"]["model"]
    return tuple(
        Row(suite, model, case, platform, environment, tuple(product["scope"]))
        for entry in recipe.get("products") or []
        for case in entry["test_case"]
        for product in entry["products"]
        for environment in product["environment"]
        for platform in product["platforms"]
    )
