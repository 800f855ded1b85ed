"""The composition root: a Remote and the environment become ports. The only place that picks adapters."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from bumps.actions.api_memory import AccountQuota, DatabaseCache
from bumps.integrations import INTEGRATIONS
from bumps.models import Remote
from bumps.ports import BranchHeads, GitHistory, PullRequests, Refused, RunSource


def git_history(remote: Remote) -> GitHistory:
    """The mirror of a git remote, with the credentials that its host may be given."""
    adapter = import_module(f"{INTEGRATIONS['git']}.adapter")
    mirror: GitHistory = adapter.GitMirror(mirror_path(remote), credentials_for(remote.location))
    return mirror


@dataclass(frozen=True, slots=True)
class CiAccess:
    """One project on a CI system's host. `pulls` is GitHub's alone, `heads` a GitLab mirror's."""

    runs: RunSource
    quota: AccountQuota
    pulls: PullRequests | None = None
    heads: BranchHeads | None = None


def ci_access(remote: Remote) -> CiAccess:
    """The adapter of a GitHub or GitLab remote, with the token of its host. Raises Refused where no host is set."""
    adapter = import_module(f"{INTEGRATIONS[remote.kind]}.adapter")
    if remote.kind == Remote.Kind.GITHUB:
        url, token = settings.GITHUB_API_URL, settings.GITHUB_TOKEN
        quota = _quota(remote, url, token)
        hub = adapter.GitHubProject(
            url, remote.location, token, DatabaseCache(), quota, remote.options.get("workflows") or ()
        )
        return CiAccess(hub, quota, pulls=hub)
    url, token = settings.GITLAB_URL, settings.GITLAB_TOKEN
    if not url:
        # python-gitlab would turn to gitlab.com, with our token.
        raise Refused("GITLAB_URL is not set; set it to the address of the GitLab that holds the mirror")
    quota = _quota(remote, url, token)
    project = str(remote.options.get("project_id") or remote.location)
    lab = adapter.GitLabProject(url, project, token, DatabaseCache(), quota)
    return CiAccess(lab, quota, heads=lab)


def _quota(remote: Remote, url: str, token: str) -> AccountQuota:
    """The account's quota, also shown on the remote."""
    key = hashlib.sha256(f"{url}\0{token}".encode()).hexdigest()
    quota = AccountQuota(key, url, is_anonymous=not token)
    if remote.quota_id != quota.row.pk:
        Remote.objects.filter(pk=remote.pk).update(quota=quota.row)
    return quota


def mirror_path(remote: Remote) -> Path:
    """Where the repository's bare mirror lives."""
    return Path(settings.BUMPBOARD_HOME) / "mirrors" / f"{remote.repository.slug}.git"


def credentials_for(url: str) -> dict[str, str]:
    """Host url to token, only for the host that `url` names: a token never goes anywhere else."""
    tokens = {settings.GITHUB_URL: settings.GITHUB_TOKEN, settings.GITLAB_URL: settings.GITLAB_TOKEN}
    wanted = urlsplit(url)
    return {
        host: token
        for host, token in tokens.items()
        if host and token and (wanted.scheme, wanted.netloc) == urlsplit(host)[:2]
    }
