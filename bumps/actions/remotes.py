"""The composition root: a Remote and the environment become ports. The only place that picks adapters."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from bumps.integrations import INTEGRATIONS
from bumps.models import Remote
from bumps.ports import GitHistory


def git_history(remote: Remote) -> GitHistory:
    """The mirror of a git remote, with the credentials that its host may be given."""
    adapter = import_module(f"{INTEGRATIONS['git']}.adapter")
    mirror: GitHistory = adapter.GitMirror(mirror_path(remote), credentials_for(remote.location))
    return mirror


def mirror_path(remote: Remote) -> Path:
    """Where the repository's bare mirror lives."""
    return Path(settings.BUMPBOARD_HOME) / "mirrors" / f"{remote.repository.slug}.git"


def credentials_for(url: str) -> dict[str, str]:
    """Host url to token, only for the host that `url` names: a token never goes anywhere else."""
    tokens = {"https://github.com": settings.GITHUB_TOKEN, settings.GITLAB_URL: settings.GITLAB_TOKEN}
    wanted = urlsplit(url)
    return {
        host: token
        for host, token in tokens.items()
        if host and token and (wanted.scheme, wanted.netloc) == urlsplit(host)[:2]
    }
