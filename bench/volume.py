"""Rows in realistic volume: many repositories, branches and years, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bumps.models import Branch, Desync, PinSite, PinValue, Remote, Repository, Variant

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SITES = (("github", ""), ("gitlab", "amd64"), ("gitlab", "arm64"))


def fill(repositories: int, branches: int, years: int) -> int:
    """That many repositories, each with branches of dev and LTS pins bumped monthly. Returns how many PinValues."""
    Repository.objects.all().delete()
    for number in range(repositories):
        _repository(number, branches, years)
    return PinValue.objects.count()


def _repository(number: int, branches: int, years: int) -> None:
    repository = Repository.objects.create(
        slug=f"repository-{number}",
        name=f"Repository {number}",
        image="nvcr.io/nvidia/pytorch",
        default_branch="main",
        position=number,
    )
    Remote.objects.create(repository=repository, kind="git", location="/srv/x.git", answered_at=NOW, next_poll_at=NOW)
    names = ["main", *(f"core_r0.{index}.0" for index in range(1, branches))]
    made = Branch.objects.bulk_create(
        Branch(repository=repository, name=name, is_default=name == "main", head="f" * 40, head_at=NOW)
        for name in names
    )
    for variant_name in ("dev", "lts"):
        variant = Variant.objects.create(
            repository=repository, name=variant_name, label=variant_name, rule_kind="equal"
        )
        sites = {
            ci: PinSite.objects.create(
                repository=repository,
                variant=variant,
                name=f"{ci}/{variant_name}",
                ci=ci,
                path=f"{ci}/{variant_name}",
                reader="line",
                role=PinSite.Role.REQUIRED,
            )
            for ci in ("github", "gitlab")
        }
        PinValue.objects.bulk_create(value for branch in made for value in _values(branch, sites, years))
        Desync.objects.bulk_create(desync for branch in made for desync in _desyncs(branch, variant, years))


def _values(branch: Branch, sites: dict[str, PinSite], years: int) -> Iterator[PinValue]:
    months = 12 * years
    for month in range(months):
        at = NOW - timedelta(days=30 * (months - month))
        tag = f"{20 + month // 12:02}.{month % 12 + 1:02}"
        for ci, row in SITES:
            yield PinValue(
                branch=branch,
                site=sites[ci],
                row=row,
                position=month * 100 + 1,
                kind="value",
                text=f"nvcr.io/nvidia/pytorch:{tag}-py3",
                is_current=month == months - 1,
                commit=f"{month:040x}",
                committed_at=at,
                author="Ada",
                subject=f"Bump to {tag} (#{month})",
                pull_request=f"#{month}",
            )


def _desyncs(branch: Branch, variant: Variant, years: int) -> Iterator[Desync]:
    for quarter in range(4 * years):
        at = NOW - timedelta(days=90 * (quarter + 1))
        yield Desync(
            branch=branch,
            variant=variant,
            opened_position=quarter + 1,
            opened_at=at,
            opened_commit=f"{quarter:040x}",
            closed_position=quarter + 2,
            closed_at=at + timedelta(hours=8),
            closed_commit=f"{quarter + 1:040x}",
        )
