"""What the git command may see: no prompt, no foreign protocol, no token in its arguments."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping


def git_environment(credentials: Mapping[str, str]) -> dict[str, str]:
    """The environment for one git process. `credentials` maps a host's url to a token for it.

    Settings travel as GIT_CONFIG_* so that a token never stands in a command line, where any user could read it.
    """
    settings = {
        "gc.autoDetach": "false",
        "http.lowSpeedLimit": "1000",
        "http.lowSpeedTime": "30",
        "safe.directory": "*",
    }
    for host, token in credentials.items():
        basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        settings[f"http.{host.rstrip('/')}/.extraHeader"] = f"Authorization: Basic {basic}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    numbered = {
        f"GIT_CONFIG_{part}_{index}": text
        for index, pair in enumerate(settings.items())
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }
    return {
        **kept,
        **numbered,
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
        "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20")
        + " -oServerAliveInterval=10 -oServerAliveCountMax=3",
        "LC_ALL": "C",
    }
