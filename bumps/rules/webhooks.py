"""What a webhook tells: which project, and whether its code moved or its CI and pull requests did. Pure.

Its payload is a hint, never a fact: what happened is asked for, so a forged or late one can do no harm.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Told(StrEnum):
    """What to look at again."""

    CODE = "code"
    CI = "ci"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Notice:
    """`project`: its path on the host; `project_id` where the host names it so."""

    told: Told
    project: str = ""
    project_id: int | None = None


_GITHUB = {
    "push": Told.CODE,
    "create": Told.CODE,
    "delete": Told.CODE,
    **dict.fromkeys(
        ("workflow_run", "workflow_job", "check_run", "check_suite", "status", "pull_request", "issues", "label"),
        Told.CI,
    ),
}
_GITLAB = {
    "Push Hook": Told.CODE,
    **dict.fromkeys(("Pipeline Hook", "Job Hook", "Merge Request Hook"), Told.CI),
}


def github_notice(event: str, payload: Mapping[str, Any]) -> Notice:
    """Of GitHub's event; one nobody waits for tells nothing."""
    repository = payload.get("repository")
    name = repository.get("full_name") if isinstance(repository, dict) else None
    if not isinstance(name, str):
        return Notice(Told.NOTHING)
    return Notice(_GITHUB.get(event, Told.NOTHING), name[:1000])


def gitlab_notice(event: str, payload: Mapping[str, Any]) -> Notice:
    """Of GitLab's event; the project stands at different places."""
    project = payload.get("project")
    inner = project if isinstance(project, dict) else {}
    name, number = inner.get("path_with_namespace"), payload.get("project_id", inner.get("id"))
    if not isinstance(name, str) and not isinstance(number, int):
        return Notice(Told.NOTHING)
    told = _GITLAB.get(event, Told.NOTHING)
    return Notice(told, name[:1000] if isinstance(name, str) else "", number if isinstance(number, int) else None)


def is_signed(body: bytes, secret: str, signature: str) -> bool:
    """Whether `X-Hub-Signature-256` is ours for that body; takes the same time for any wrong one."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def is_known(token: str, secret: str) -> bool:
    """Whether `X-Gitlab-Token` is the secret, in the same time for any wrong one."""
    return bool(secret) and hmac.compare_digest(secret.encode(), token.encode("utf-8", "replace"))
