"""What the required pins say in one commit, at a moment on a branch, or once a head is merged into its base."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bumps.actions.read_sites import SiteReader
from bumps.models import PinSite, PinValue, Repository
from bumps.ports import GitHistory
from bumps.rules.desync import Member
from bumps.rules.history import PinState

States = dict[Member, PinState]


def required_reader(repository: Repository, git: GitHistory) -> SiteReader:
    """A reader of the sites that must agree."""
    sites = repository.sites.filter(retired_at=None, role=PinSite.Role.REQUIRED).select_related("variant")
    return SiteReader(git, list(sites))


def states_in(sha: str, reader: SiteReader, git: GitHistory) -> States:
    """What stands in that commit. Raises NotFound when the mirror lacks it."""
    entries = git.entries(sha, list(reader.by_path))
    found: States = {}
    for site in reader.sites:
        reading = reader.read(site, entries[site.path])
        if reading.unreadable:
            found[Member(site.name, "")] = PinState("unreadable", reading.unreadable)
        found |= {Member(site.name, row): PinState("value", text) for row, text in reading.values.items()}
    return found


def states_at(repository: Repository, branch: str, at: datetime) -> States:
    """What the branch said at that moment, from its stored history."""
    values = PinValue.objects.required().filter(
        branch__repository=repository, branch__name=branch, committed_at__lte=at
    )
    latest = {value.member: value.state for value in values.order_by("position")}
    return {member: state for member, state in latest.items() if state.is_live}


def merged(base: Mapping[Member, PinState], fork: Mapping[Member, PinState], head: Mapping[Member, PinState]) -> States:
    """What a merge says: the head's word where it changed a pin since it forked, else the base's."""
    members = sorted({*base, *fork, *head})
    chosen = {m: head.get(m) if head.get(m) != fork.get(m) else base.get(m) for m in members}
    return {member: state for member, state in chosen.items() if state is not None}


def values_of(states: Mapping[Member, PinState]) -> dict[str, str]:
    """Site/row to value, of those that have one."""
    return {str(member): state.text for member, state in sorted(states.items()) if state.kind == "value"}
