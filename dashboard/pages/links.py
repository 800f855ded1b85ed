"""Addresses of commits and pull requests on the hosts where a repository lives."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bumps.models import Remote, Repository


@dataclass(frozen=True, slots=True)
class Links:
    """Web addresses of one repository; empty where a host has no page a person can open."""

    github: str = ""
    gitlab: str = ""

    def pull_request(self, name: str) -> str:
        """Address of `#4611` (GitHub) or `!4108` (GitLab); empty when it has none."""
        number = name[1:]
        if not number.isdecimal():
            return ""
        if name[0] == "#" and self.github:
            return f"{self.github}/pull/{number}"
        return f"{self.gitlab}/-/merge_requests/{number}" if name[0] == "!" and self.gitlab else ""

    def commit(self, sha: str) -> str:
        """Address of a commit; empty when no host shows it."""
        if not sha:
            return ""
        if self.github:
            return f"{self.github}/commit/{sha}"
        return f"{self.gitlab}/-/commit/{sha}" if self.gitlab else ""


def links_of(repository: Repository) -> Links:
    """Uses the prefetched remotes where there are."""
    webs = {r.kind: web(r.web_url) for r in repository.remotes.all() if r.retired_at is None}
    return Links(webs.get(Remote.Kind.GITHUB, ""), webs.get(Remote.Kind.GITLAB, ""))


def web(url: str) -> str:
    """Only what a browser may safely follow: a `javascript:` url in the configuration becomes no link."""
    return url.rstrip("/") if urlsplit(url).scheme in {"http", "https"} else ""
