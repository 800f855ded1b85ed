"""What the sites of one repository say in one commit's files."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from functools import cached_property

from bumps.models import PinSite, Variant
from bumps.ports import GitHistory, PortError, TreeEntry
from bumps.rules.history import NOTHING, Reading
from bumps.rules.readers import Unreadable, parse_selector, read_bytes
from bumps.rules.readers.limits import MAX_BYTES


class SiteReader:
    """Reads sites through their readers; the same bytes are read once, whichever branch holds them."""

    def __init__(self, git: GitHistory, sites: list[PinSite]) -> None:
        self.sites = sites
        self._git = git
        self._selectors = {site.pk: parse_selector(site.reader, site.selector) for site in sites}
        self._readings: dict[tuple[int, str], Reading] = {}

    @cached_property
    def by_path(self) -> dict[str, list[PinSite]]:
        """Path to the sites that stand in that file."""
        found: dict[str, list[PinSite]] = defaultdict(list)
        for site in self.sites:
            found[site.path].append(site)
        return dict(found)

    @cached_property
    def digest(self) -> str:
        """Changes when a site's place, reader or rule does: then the histories must be read again."""
        definitions = [
            (site.name, site.path, site.reader, site.selector, site.role, _rule(site.variant)) for site in self.sites
        ]
        return hashlib.sha256(json.dumps(definitions, sort_keys=True).encode()).hexdigest()

    def read(self, site: PinSite, entry: TreeEntry | None) -> Reading:
        """The site's values; none where nothing stands there, or the reason why it could not be read."""
        if entry is None:
            return NOTHING
        key = (site.pk, entry.oid)
        if key not in self._readings:
            self._readings[key] = self._read(site, entry)
        return self._readings[key]

    def _read(self, site: PinSite, entry: TreeEntry) -> Reading:
        if site.reader == "gitlink":
            # A folder in place of a submodule pins nothing.
            data = entry.oid.encode() if entry.kind == "gitlink" else None
        elif entry.kind != "file":
            return Reading({}, f"{site.path} is a folder, a link or a submodule, not a file")
        else:
            try:
                data = self._git.blob(entry.oid, MAX_BYTES)
            except PortError as error:
                return Reading({}, str(error))
        if data is None:
            return NOTHING
        try:
            return Reading(read_bytes(site.reader, data, self._selectors[site.pk]))
        except Unreadable as error:
            return Reading({}, str(error))


def _rule(variant: Variant | None) -> tuple[str, str, str] | None:
    return (variant.name, variant.rule_kind, variant.subject) if variant else None
