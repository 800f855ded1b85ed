"""The search box: repositories, branches, tests, pull requests, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from bumps.models import Branch, Desync, PinSite, PinValue, Repository, TestCase
from bumps.rules.tags import tag_of

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `is_exact` when it is what was typed, not only like it."""

    kind: str
    title: str
    detail: str
    url: str
    is_exact: bool


def search(query: str) -> tuple[Hit, ...]:
    """What is exact first."""
    text = query.strip()[:200]
    if not text:
        return ()
    found = [*_pull_requests(text), *_repositories(text), *_branches(text), *_tags(text), *_tests(text)]
    return tuple(sorted(found, key=lambda hit: not hit.is_exact))


def only_exact(hits: tuple[Hit, ...]) -> Hit | None:
    """The one exact hit, when there is just one: the viewer is sent there."""
    exact = {hit.url: hit for hit in hits if hit.is_exact}
    return next(iter(exact.values())) if len(exact) == 1 else None


def _repositories(text: str) -> list[Hit]:
    found = Repository.objects.active().filter(Q(name__icontains=text) | Q(slug__icontains=text))[:LIMIT]
    exact = text.lower()
    return [
        Hit("Repository", r.name, r.image, reverse("repository", args=[r.slug]), exact in {r.name.lower(), r.slug})
        for r in found
    ]


def _branches(text: str) -> list[Hit]:
    found = Branch.objects.live().filter(name__icontains=text, repository__retired_at=None)
    return [
        Hit("Branch", b.name, b.repository.name, _timeline(b), b.name.lower() == text.lower())
        for b in found.select_related("repository")[:LIMIT]
    ]


def _tests(text: str) -> list[Hit]:
    """By name, or by `suite/name` as a CI system writes it."""
    suite, _, name = text.rpartition("/")
    found = TestCase.objects.filter(name__icontains=name, repository__retired_at=None)
    found = found.filter(suite__iexact=suite) if suite else found
    return [
        Hit(
            "Test",
            test.name,
            f"{test.repository.name} {test.suite}".strip(),
            reverse("test", args=[test.repository.slug, test.pk]),
            test.name.lower() == name.lower(),
        )
        for test in found.select_related("repository")[:LIMIT]
    ]


def _timeline(branch: Branch, **more: str) -> str:
    return f"{reverse('repository', args=[branch.repository.slug])}?{urlencode({'branch': branch.name, **more})}"


def _pull_requests(text: str) -> list[Hit]:
    """`#4611`, `4611`, `!4108`: the desync it opened or closed, else the branch whose pins it moved."""
    match = re.fullmatch(r"([#!]?)(\d{1,9})", text)
    if not match:
        return []
    names = [f"{mark}{match[2]}" for mark in (match[1] or "#!")]
    hits, covered = [], set()
    desyncs = Desync.objects.of_tracked().filter(Q(opened_pull_request__in=names) | Q(closed_pull_request__in=names))
    for desync in desyncs.select_related("branch__repository", "variant")[:LIMIT]:
        where = f"{desync.branch.repository.name} {desync.branch.name} {desync.variant.label}"
        verb, name = ("opened", desync.opened_pull_request)
        if name not in names:
            verb, name = "closed", desync.closed_pull_request
        hits.append(Hit("Desync", f"{name} {verb} a desync", where, reverse("desync", args=[desync.pk]), True))
        covered.add(desync.branch_id)
    # Position 0 is what a branch inherited: the pull request is the default branch's.
    pins = PinValue.objects.filter(
        Q(site__variant=None) | Q(site__variant__retired_at=None),
        pull_request__in=names,
        position__gt=0,
        site__retired_at=None,
        branch__deleted_at=None,
        branch__untracked_at=None,
        branch__repository__retired_at=None,
    )
    for pin in pins.exclude(branch__in=covered).select_related("branch__repository", "site__variant")[:200]:
        if pin.branch_id not in covered:
            covered.add(pin.branch_id)
            variant = {"variant": pin.site.variant.name} if pin.site.variant else {}
            url = _timeline(pin.branch, **variant)
            where = f"{pin.branch.repository.name} {pin.branch.name}"
            hits.append(Hit("Pin change", f"{pin.pull_request} {pin.subject}", where, url, True))
    return hits


def _tags(text: str) -> list[Hit]:
    """`26.04`: the branches that are on it."""
    tag = tag_of(text) or tag_of(f"{text}-py3")
    if tag is None:
        return []
    pins = PinValue.objects.filter(
        is_current=True,
        kind=PinValue.Kind.VALUE,
        text__endswith=f"{tag}-py3",
        site__role=PinSite.Role.REQUIRED,
        site__retired_at=None,
        site__variant__retired_at=None,
        branch__deleted_at=None,
        branch__untracked_at=None,
        branch__repository__retired_at=None,
    ).select_related("branch__repository", "site__variant")
    hits: dict[str, Hit] = {}
    for pin in pins.order_by("branch__repository__position", "-branch__is_default", "branch__name")[:200]:
        variant = pin.site.variant
        url = _timeline(pin.branch, variant=variant.name) if variant else _timeline(pin.branch)
        label = f" {variant.label}" if variant else ""
        title = f"{pin.branch.repository.name} {pin.branch.name}{label}"
        hits.setdefault(url, Hit("Tag", title, f"builds on {tag}", url, True))
    return list(hits.values())[:LIMIT]
