"""Who may do what: the one place that decides."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied

from bumps.models import Repository

# Verbs any active person who signed in may use, on any repository.
MEMBER_VERBS = frozenset({"poll"})


def can(user: AbstractBaseUser | AnonymousUser, verb: str, repository: Repository | None = None) -> bool:  # noqa: ARG001
    """Whether the user may do it. What is not known is not allowed."""
    return user.is_authenticated and user.is_active and verb in MEMBER_VERBS


def require(user: AbstractBaseUser | AnonymousUser, verb: str, repository: Repository | None = None) -> None:
    """Raises PermissionDenied (a 403 page) when the user may not."""
    if not can(user, verb, repository):
        raise PermissionDenied(f"You may not {verb} {repository or 'this'}.")
