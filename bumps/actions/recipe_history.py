"""A branch's recipes at its head, and since when each mark stands: read forward, a version of a file once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bumps.ports import Commit, GitHistory, PortError, TreeEntry
from bumps.rules.readers.limits import MAX_BYTES
from bumps.rules.recipes import Mark, Recipe, Row, Unreadable, changes, launchers, read_recipe

Dated = tuple[Mark, Commit | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one commit's recipes say. `rows` by the file they stand in."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    marks: tuple[Dated, ...] = ()


class RecipeReader:
    """Reads the folders of one repository; shared by its branches, which share most versions of most files."""

    def __init__(self, git: GitHistory, recipes: str, launch_scripts: str) -> None:
        self._git, self._recipes, self._launchers = git, recipes, launch_scripts
        self._known: dict[tuple[str, str], Recipe | None] = {}

    @property
    def _folders(self) -> list[str]:
        return [folder for folder in (self._recipes, self._launchers) if folder]

    def at(self, sha: str) -> dict[str, Recipe]:
        """Every file's recipe in that commit; one that cannot be read is left out."""
        found = {
            path: recipe
            for path, entry in (self._git.files(sha, self._recipes) if self._recipes else {}).items()
            if path.endswith((".yaml", ".yml")) and (recipe := self._read(path, entry)) is not None
        }
        if self._launchers:
            rows, marks = launchers(self._git.files(sha, self._launchers))
            found[self._launchers] = Recipe(rows, marks)
        return found

    def history(
        self, shas: Sequence[str], base: str | None, before: Sequence[Dated], alive: Callable[[], None]
    ) -> Reading | None:
        """The reading at the last of `shas` (oldest first), whose marks began where they say.

        `before`: the marks at `base`, the commit before them. None: nothing changed since. `alive` is called meanwhile.
        """
        dated, files, touched = list(before), self.at(base) if base else {}, False
        for change in self._git.path_changes(shas, base, self._folders, 1):
            alive()
            # A file that cannot be read for a while says what it said: its marks did not begin anew.
            files, touched = self._merged(files, change.commit.sha), True
            dated = _dated(dated, [mark for recipe in files.values() for mark in recipe.marks], change.commit)
        if not touched:
            return None
        return Reading({path: recipe.rows for path, recipe in files.items()}, tuple(dated))

    def _merged(self, files: dict[str, Recipe], sha: str) -> dict[str, Recipe]:
        now = self.at(sha)
        stands = self._git.files(sha, self._recipes) if self._recipes else {}
        kept = {path: recipe for path, recipe in files.items() if path in stands and path not in now}
        return now | kept

    def _read(self, path: str, entry: TreeEntry) -> Recipe | None:
        key = (path, entry.oid)
        if key not in self._known:
            try:
                self._known[key] = read_recipe(self._git.blob(entry.oid, MAX_BYTES), path)
            except (Unreadable, PortError):
                self._known[key] = None
        return self._known[key]


def _dated(before: Sequence[Dated], after: Sequence[Mark], commit: Commit) -> list[Dated]:
    since = {id(mark): at for mark, at in before}
    moved = changes([mark for mark, _ in before], after)
    begun = {id(new): since[id(old)] for old, new in moved.kept}
    return [(mark, begun.get(id(mark), commit)) for mark in after]
