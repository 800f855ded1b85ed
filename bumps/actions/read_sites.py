"""What the sites of one repository say in one commit's files."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from functools import cached_property

from bumps.actions.reading import reading_of
from bumps.models import PinSite, Variant
from bumps.ports import GitHistory, TreeEntry
from bumps.rules.history import Reading
from bumps.rules.readers import parse_selector


class SiteReader:
    """Reads sites through their readers; the same bytes are read once, whichever branch holds them."""

    def __init__(self, git: GitHistory, sites: list[PinSite]) -> None:
        self.sites = sites
        self._git = git
        self._selectors = {site.pk: parse_selector(site.reader, site.selector) for site in sites}
        self._readings: dict[tuple[int, TreeEntry | None], Reading] = {}

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
        key = (site.pk, entry)
        if key not in self._readings:
            self._readings[key] = reading_of(site.reader, self._selectors[site.pk], entry, self._git.blob)
        return self._readings[key]


def _rule(variant: Variant | None) -> tuple[str, str, str] | None:
    return (variant.name, variant.rule_kind, variant.subject) if variant else None
