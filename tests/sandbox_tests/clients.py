"""The real clients, pointed at the sandbox."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import github
import gitlab

from tests.sandbox.fixtures import BOT_TOKEN, LAB_TOKEN
from tests.sandbox.server import Sandbox


def hub(sandbox: Sandbox, token: str | None = BOT_TOKEN) -> github.Github:
    auth = github.Auth.Token(token) if token else None
    return github.Github(
        base_url=sandbox.github_api_url,
        auth=auth,
        retry=None,
        per_page=100,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )


def lab(sandbox: Sandbox, token: str | None = LAB_TOKEN) -> gitlab.Gitlab:
    return gitlab.Gitlab(sandbox.gitlab_url, private_token=token, keep_base_url=True)


def git(*arguments: str, cwd: Path | None = None) -> str:
    """Run git without this machine's settings. Raises CalledProcessError."""
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true"}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    command = ["git", *who, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True)
    return done.stdout
