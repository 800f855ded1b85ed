"""Reads the settings from the environment; `X_FILE` reads the value of `X` from a file.

A value that makes no sense raises EnvError with one line: the name of the variable, and what it takes.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import EnvError, FileAwareEnv


class Environment(FileAwareEnv):
    """Only what is readable; a file that is not says so like any other bad value."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        try:
            return super()._get_value(env_key, default)
        except (OSError, ValueError) as error:
            raise EnvError(f"{env_key}_FILE must name a readable text file.") from error


env = Environment(strip_whitespace=True)


def whole(name: str, default: int, least: int = 1) -> int:
    """A whole number of at least that."""
    value = env.int(name, default)
    if value < least:
        raise EnvError(f"{name}={value} must be at least {least}; leave it out for {default}.")
    return value


def seconds(name: str, default: float) -> float:
    value = env.float(name, default)
    if not 0 < value < float("inf"):
        raise EnvError(f"{name}={value:g} must be more than 0 seconds; leave it out for {default:g}.")
    return value


def address(name: str, default: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """An address of one of these schemes, without a slash at its end; empty only where that is the default."""
    value = env.str(name, default).rstrip("/")
    if not value and not default:
        return ""
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in schemes and bool(parts.hostname or (parts.scheme == "unix" and parts.path))
        _ = parts.port
    except ValueError:
        is_whole = False
    if not is_whole:
        # Not the value: it may hold a password.
        raise EnvError(f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
    return value


def log_level(name: str, default: str) -> str:
    value = env.str(name, default).upper()
    known = logging.getLevelNamesMapping()
    if value not in known:
        raise EnvError(f"{name}={value} must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder that exists from now on."""
    path = Path(env.str(name, str(default))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvError(f"{name}={path} cannot be made ({error.strerror}); name a folder to write to.") from error
    return path
