"""Which pull requests touch a pin: read from git, whatever their titles and labels say. Costs no API quota."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from bumps.actions.pin_states import States, merged, required_reader, states_in, values_of
from bumps.actions.read_sites import SiteReader
from bumps.models import Bump, PullRequest, Remote, Variant
from bumps.ports import GitHistory, NotFound, PortError
from bumps.rules.desync import Verdict, judge

_BATCH = 100


def find_bumps(remote: Remote, git_url: str, git: GitHistory) -> int:
    """Look at every head that was not looked at yet. Returns how many bumps changed.

    A mirror that is not there yet, or busy, leaves them to the next poll.
    """
    pulls = list(remote.pull_requests.unexamined().order_by("number"))
    reader = required_reader(remote.repository, git)
    changed = 0
    for start in range(0, len(pulls), _BATCH):
        batch = pulls[start : start + _BATCH]
        try:
            _bring(batch, git_url, git)
        except PortError:
            return changed
        changed += sum(_examine(pull, reader, git) for pull in batch)
    return changed


def _bring(pulls: Sequence[PullRequest], git_url: str, git: GitHistory) -> None:
    """Fetch the heads that the mirror lacks, in one go; one by one where the remote lacks some. Raises PortError."""
    lacking = [pull for pull in pulls if not _has(git, pull.head_sha)]
    if not lacking:
        return
    try:
        git.fetch(git_url, [_ref(pull) for pull in lacking])
    except NotFound:
        for pull in lacking:
            try:
                git.fetch(git_url, [_ref(pull)])
            except NotFound:
                # Nothing to look at, now and at the next poll; a new head is another matter.
                _examined(pull)


def _ref(pull: PullRequest) -> str:
    return f"refs/pull/{pull.number}/head"


def _has(git: GitHistory, sha: str) -> bool:
    try:
        git.commit(sha)
    except (NotFound, ValueError):
        return False
    return True


def _examine(pull: PullRequest, reader: SiteReader, git: GitHistory) -> int:
    if not _has(git, pull.head_sha):
        return 0
    onto = pull.base_sha if _has(git, pull.base_sha) else git.heads().get(pull.base_ref)
    fork = git.merge_base(pull.head_sha, onto) if onto else None
    if onto is None or fork is None:
        return 0
    before = states_in(onto, reader, git)
    after = merged(before, states_in(fork, reader, git), states_in(pull.head_sha, reader, git))
    return _store(pull, before, after, reader)


@transaction.atomic
def _store(pull: PullRequest, before: States, after: States, reader: SiteReader) -> int:
    _examined(pull)
    if before == after:
        return Bump.objects.filter(pull_request=pull).delete()[0]
    values = {
        "repository": reader.sites[0].repository,
        "pins_before": values_of(before),
        "pins_after": values_of(after),
        "agrees": _agrees(after, reader),
    }
    known = Bump.objects.filter(pull_request=pull).first()
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return 0
    Bump.objects.update_or_create(pull_request=pull, defaults=values)
    return 1


def _examined(pull: PullRequest) -> None:
    PullRequest.objects.filter(pk=pull.pk, head_sha=pull.head_sha).update(examined_sha=pull.head_sha)


def _agrees(states: States, reader: SiteReader) -> bool:
    variants = {site.name: site.variant for site in reader.sites}
    for variant in {variant for variant in variants.values() if isinstance(variant, Variant)}:
        mine = {member: state for member, state in states.items() if variants.get(member.site) == variant}
        if judge(mine, variant.rule) is Verdict.DESYNC:
            return False
    return True
