"""Which repository, branch and variant the Tests page is about, and which results belong to the variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from bumps.models import Branch, Remote, Repository, Variant
from dashboard.pages.comparisons import reading_order, tracked_repositories
from dashboard.pages.tests.choice import Choice

CI_KINDS = (Remote.Kind.GITHUB, Remote.Kind.GITLAB)


@dataclass(frozen=True, slots=True)
class Scope:
    """The choice made against what is tracked."""

    repositories: tuple[Repository, ...]
    repository: Repository
    branches: tuple[Branch, ...]
    branch: Branch | None
    variants: tuple[Variant, ...]
    variant: Variant | None
    remotes: tuple[Remote, ...]

    @property
    def name(self) -> str:
        """`Megatron-LM main`, with the variant unless it is the repository's first."""
        text = f"{self.repository.name} {self.branch.name if self.branch else self.repository.default_branch}"
        first = self.variants[0] if self.variants else None
        return text if self.variant == first or self.variant is None else f"{text} {self.variant.label}"


def scope(choice: Choice) -> Scope | None:
    """Five queries; None where nothing is tracked. A name that is not tracked (any more) falls back to the default."""
    repositories = tuple(tracked_repositories())
    if not repositories:
        return None
    repository = next((r for r in repositories if r.slug == choice.repository), repositories[0])
    branches = tuple(sorted(Branch.objects.live().filter(repository=repository), key=reading_order))
    variants = tested_variants(repository)
    return Scope(
        repositories,
        repository,
        branches,
        next((b for b in branches if b.name == choice.branch), branches[0] if branches else None),
        variants,
        next((v for v in variants if v.name == choice.variant), variants[0] if variants else None),
        tuple(r for r in repository.remotes.all() if r.kind in CI_KINDS and choice.ci in {"", r.kind}),
    )


def tested_variants(repository: Repository) -> tuple[Variant, ...]:
    """Those that are an image: a submodule's commit is no environment of tests."""
    return tuple(v for v in repository.variants.all() if v.rule_kind == "equal")


def of_variant(variant: Variant | None, variants: Sequence[Variant]) -> Q:
    """Results of that variant. The first one takes whatever names no other: Bridge's jobs name none at all."""
    if variant is None:
        return Q()
    if variant == variants[0]:
        return ~Q(environment__in=[v.name for v in variants[1:]])
    return Q(environment=variant.name)
