"""Shared by the commands that print one branch's history."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser

from bumps.models import Branch, Repository


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("slug", help="a configured repository")
    parser.add_argument("--branch", help="default: the repository's default branch")
    parser.add_argument("--json", action="store_true", help="print JSON")


def branch_of(slug: str, name: str | None) -> Branch:
    """The branch asked for. Raises CommandError naming what exists."""
    repository = Repository.objects.filter(slug=slug).first()
    if repository is None:
        known = ", ".join(Repository.objects.active().values_list("slug", flat=True)) or "none; run load_config"
        raise CommandError(f"no repository {slug!r}; known: {known}")
    wanted = name or repository.default_branch
    branch: Branch | None = repository.branches.filter(name=wanted).exclude(head="").first()
    if branch is None:
        known = ", ".join(repository.branches.values_list("name", flat=True)) or f"none; run backfill {slug}"
        raise CommandError(f"{repository.name} has no branch {wanted!r} yet; known: {known}")
    return branch
