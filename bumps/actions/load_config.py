"""bumpboard.toml into the database, declaratively: what the file no longer names is retired, its history kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Protocol

import msgspec
from django.conf import settings
from django.db import models, transaction

from bumps.models import PinSite, Remote, Repository, Variant
from bumps.rules.config import Config, ConfigError, RemoteConfig, RepositoryConfig, parse


def read_config(path: Path) -> Config:
    """The checked configuration of that file. Raises ConfigError, one line that names the file."""
    try:
        return parse(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; BUMPBOARD_CONFIG must name one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None


@transaction.atomic
def load_config(config: Config, base: Path, now: datetime) -> None:
    """Make the database say what `config` says. Relative git paths start at `base`, the file's folder."""
    kept = [_load_repository(entry, index, base, now) for index, entry in enumerate(config.repositories)]
    _retire(Repository.objects.all(), kept, now)


def _load_repository(entry: RepositoryConfig, index: int, base: Path, now: datetime) -> int:
    repository, _ = Repository.objects.update_or_create(
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "image": entry.image,
            "default_branch": entry.default_branch,
            "branch_patterns": entry.branches,
            "recipes": entry.recipes.strip("/"),
            "launchers": entry.launchers.strip("/"),
            "issues_since": _midnight(entry.issues_since),
            "position": index,
            "retired_at": None,
        },
    )
    _load_remotes(repository, entry, base, now)
    variants = {
        variant.name: _upsert(
            Variant.objects,
            {"repository": repository, "name": variant.name},
            {
                "label": variant.label or variant.name,
                "rule_kind": variant.rule,
                "subject": variant.subject,
                "position": position,
                "retired_at": None,
            },
        )
        for position, variant in enumerate(entry.variants)
    }
    _retire(repository.variants.all(), variants.values(), now)
    sites = [
        _upsert(
            PinSite.objects,
            {"repository": repository, "name": site.name},
            {
                "variant_id": variants.get(site.variant),
                "label": site.label,
                "path": site.path,
                "reader": site.reader,
                "selector": site.selector,
                "ci": site.ci,
                "role": site.role,
                "consumer": msgspec.to_builtins(site.consumer),
                "position": position,
                "retired_at": None,
            },
        )
        for position, site in enumerate(entry.sites)
    ]
    _retire(repository.sites.all(), sites, now)
    _set_default(repository)
    return repository.pk


def _set_default(repository: Repository) -> None:
    """Another default branch moves the beginning of every branch: all are read again."""
    named = models.Q(name=repository.default_branch)
    if repository.branches.filter((named & models.Q(is_default=False)) | (~named & models.Q(is_default=True))).exists():
        repository.branches.update(is_default=named, built_with="")


def _load_remotes(repository: Repository, entry: RepositoryConfig, base: Path, now: datetime) -> None:
    git = _upsert(
        Remote.objects,
        {"repository": repository, "kind": Remote.Kind.GIT},
        {"location": git_location(entry.git, base), "retired_at": None, "next_poll_at": now},
    )
    others = [_load_remote(repository, remote, now) for remote in entry.remotes]
    _retire(repository.remotes.all(), [git, *others], now)


def _load_remote(repository: Repository, entry: RemoteConfig, now: datetime) -> int:
    """A CI remote is polled when its host is known; one that waits for its quota goes on waiting over a restart."""
    known = repository.remotes.filter(kind=entry.kind, retired_at=None).first()
    waits = known.next_poll_at if known else None
    options = {"workflows": entry.workflows, "baseline": entry.baseline, "project_id": entry.project_id}
    values: dict[str, Any] = {"location": entry.project, "web_url": entry.web, "options": options, "retired_at": None}
    is_polled = bool(settings.GITHUB_API_URL if entry.kind == "github" else settings.GITLAB_URL)
    values["next_poll_at"] = (waits or now) if is_polled else None
    return _upsert(Remote.objects, {"repository": repository, "kind": entry.kind}, values)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def git_location(url: str, base: Path) -> str:
    """A url as it is; a path made absolute, from the configuration's own folder."""
    is_url = "://" in url or (":" in url and not url.startswith((".", "/", "~")))
    return url if is_url else str((base / Path(url).expanduser()).resolve())


class _Manager(Protocol):
    def update_or_create(self, defaults: Any, **kwargs: Any) -> tuple[Any, bool]: ...


def _upsert(manager: _Manager, key: dict[str, Any], values: dict[str, Any]) -> int:
    row, _ = manager.update_or_create(**key, defaults=values)
    pk: int = row.pk
    return pk


def _retire(rows: models.QuerySet[Any], kept: Iterable[int], now: datetime) -> None:
    rows.filter(retired_at=None).exclude(pk__in=list(kept)).update(retired_at=now)
