"""bumpboard.toml into the database, declaratively: what the file no longer names is retired, its history kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec
from django.db import models, transaction

from bumps.models import PinSite, Remote, Repository, Variant
from bumps.rules.config import Config, ConfigError, RepositoryConfig, parse


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
    repository.branches.update(is_default=models.Q(name=entry.default_branch))
    return repository.pk


def _load_remotes(repository: Repository, entry: RepositoryConfig, base: Path, now: datetime) -> None:
    git = _upsert(
        Remote.objects,
        {"repository": repository, "kind": Remote.Kind.GIT},
        {"location": git_location(entry.git, base), "retired_at": None, "next_poll_at": now},
    )
    others = [
        _upsert(
            Remote.objects,
            {"repository": repository, "kind": remote.kind},
            {"location": remote.project, "web_url": remote.web, "retired_at": None},
        )
        for remote in entry.remotes
    ]
    _retire(repository.remotes.all(), [git, *others], now)


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
