"""The image each run built on, from the pins at its commit; of a pull request's run, once merged into its base."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from bumps.actions.pin_states import States, merged, required_reader, states_at, states_in
from bumps.actions.read_sites import SiteReader
from bumps.models import PullRequest, Remote, Run
from bumps.ports import GitHistory, NotFound

# Its commit may yet come with the next fetch; then the inference is replaced.
_MAY_STILL_COME = timedelta(days=2)


def unnamed(now: datetime) -> Q:
    """Runs never looked at, and young ones whose commit was not there when they were."""
    young = Q(image_inferred=True, created_at__gte=now - _MAY_STILL_COME)
    return Q(image="", image_inferred=False) | (young & (Q(image="") | ~Q(baseline="")))


def name_images(remote: Remote, due: list[Run], git: GitHistory) -> int:
    """Fill in the images of these runs. Returns how many changed; one that remains unknown is marked as inferred."""
    if not due:
        return 0
    reader = required_reader(remote.repository, git)
    numbers = {run.pull_request for run in due if run.pull_request}
    pulls = {
        pull.number: pull
        for pull in PullRequest.objects.filter(remote__repository=remote.repository, number__in=numbers)
    }
    changed = []
    for run in due:
        states, inferred = _states(remote, run, pulls.get(run.pull_request or 0), reader, git)
        images = _images(states, reader, remote.kind)
        inferred = inferred or not images
        if images != run.images or inferred != run.image_inferred:
            run.images, run.image_inferred = images, inferred
            run.image = next(iter(images.values()), "")[:300]
            changed.append(run)
    Run.objects.bulk_update(changed, ["images", "image", "image_inferred"], batch_size=100)
    return len(changed)


def _states(
    remote: Remote, run: Run, pull: PullRequest | None, reader: SiteReader, git: GitHistory
) -> tuple[States, bool]:
    """The pins it was built on, and whether that is an inference."""
    # GitHub checks out the merge of a pull request; GitLab builds the very commit that was pushed to it.
    is_merge = remote.kind == Remote.Kind.GITHUB and run.pull_request and not run.baseline
    try:
        head = states_in(run.head_sha, reader, git)
        if not is_merge:
            return head, False
    except (NotFound, ValueError):
        head = {}
    base_ref = run.baseline or (pull.base_ref if pull else remote.repository.default_branch)
    base = states_at(remote.repository, base_ref, run.created_at)
    sha = run.head_sha if head else (pull.head_sha if pull else "")
    try:
        head = head or states_in(sha, reader, git)
        fork = _fork(sha, pull, base_ref, git)
    except (NotFound, ValueError):
        return ({}, True) if pull is None or hasattr(pull, "bump") else (base, True)
    return merged(base, states_in(fork, reader, git), head) if fork else {}, True


def _fork(sha: str, pull: PullRequest | None, base_ref: str, git: GitHistory) -> str | None:
    tip = git.heads().get(base_ref)
    candidates = [candidate for candidate in (pull.base_sha if pull else "", tip) if candidate]
    for candidate in candidates:
        try:
            return git.merge_base(sha, candidate)
        except (NotFound, ValueError):
            continue
    return None


def _images(states: States, reader: SiteReader, ci: str) -> dict[str, str]:
    """Variant to image, of the pins that this CI system reads; rows that differ stand side by side."""
    found: dict[str, list[str]] = {}
    for site in sorted(reader.sites, key=lambda site: (site.variant.position if site.variant else 0, site.position)):
        if site.ci != ci or site.variant is None:
            continue
        texts = [s.text for member, s in sorted(states.items()) if member.site == site.name and s.kind == "value"]
        found.setdefault(site.variant.name, []).extend(texts)
    return {variant: " / ".join(dict.fromkeys(texts)) for variant, texts in found.items() if texts}
