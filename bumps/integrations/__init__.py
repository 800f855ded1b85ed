"""The outside world, one folder per kind. Adding one: copy a folder, add a line here.

Dotted paths, so that an SDK is loaded when it is used. An integration never imports models, nor another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Spec:
    """What an integration is: its name for people, the ports it offers, the environment it reads."""

    label: str
    ports: tuple[str, ...]
    env: tuple[str, ...] = ()


INTEGRATIONS = {
    "git": "bumps.integrations.git",
    "github": "bumps.integrations.github",
    "gitlab": "bumps.integrations.gitlab",
}


def spec_of(kind: str) -> Spec:
    """The SPEC of one integration. Raises KeyError for an unknown kind."""
    spec = import_module(INTEGRATIONS[kind]).SPEC
    assert isinstance(spec, Spec)  # noqa: S101  narrows what import_module cannot type
    return spec
