"""All services of the world, started and stopped as one."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.sandbox.clock import Clock
from tests.sandbox.control import Control
from tests.sandbox.faults import Fault, Faults
from tests.sandbox.github.service import GitHub
from tests.sandbox.github.web import GitHubWeb
from tests.sandbox.gitlab.service import GitLab
from tests.sandbox.gitlab.show import Show
from tests.sandbox.log import RequestLog
from tests.sandbox.storage import Storage
from tests.sandbox.web.message import Json
from tests.sandbox.web.server import Host, Service
from tests.sandbox.webhooks import Hooks
from tests.sandbox.webhooks.delivery import Render
from tests.sandbox.webhooks.github import payload as github_payload
from tests.sandbox.webhooks.gitlab import payload as gitlab_payload
from tests.sandbox.world import World


class Sandbox:
    """The outside world. Use it as a context manager, or `start()` and `stop()`.

    `start_time` and `speed` are those of the clock: it stands still by default and is stepped by `clock.step`.
    """

    def __init__(
        self,
        home: Path | None = None,
        start_time: datetime | None = None,
        speed: float = 0.0,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self._own_home = home is None
        self.home = home or Path(tempfile.mkdtemp(prefix="sandbox-"))
        self.clock = Clock(start_time, speed)
        self.log, self.faults = RequestLog(), Faults(self.clock)
        self.world = World(self.home, self.clock)
        self.storage = Storage(self.clock)
        self.github, self.gitlab = GitHub(self.world, self.storage), GitLab(self.world, self.storage)
        self.control = Control(self)
        services: list[Service] = [self.github, GitHubWeb(self.world), self.gitlab, self.storage, self.control]
        ports = ports or {}
        self._hosts = {
            one.name: Host(one, self.clock, self.faults, self.log, ports.get(one.name, 0)) for one in services
        }
        self.github.web, self.storage.base = self.github_url, self.url("storage")
        render: dict[str, Render] = {"github": self._github_payload, "gitlab": self._gitlab_payload}
        self.hooks = Hooks(render)
        self.world.listeners.append(self.hooks.hear)

    def url(self, service: str) -> str:
        """Where a service listens: github, github-web, gitlab, storage, control."""
        return self._hosts[service].url

    @property
    def github_api_url(self) -> str:
        return self.url("github")

    @property
    def github_url(self) -> str:
        return self.url("github-web")

    @property
    def gitlab_url(self) -> str:
        return self.url("gitlab")

    def urls(self) -> dict[str, str]:
        """Every service's address, by its name."""
        return {name: host.url for name, host in self._hosts.items()}

    def fault(self, kind: str, **values: object) -> Fault:
        """Let something go wrong: `fault("status", service="github", method="POST", path=".*/pulls", nth=1)`."""
        return self.faults.add(Fault(kind, **values))  # type: ignore[arg-type]

    def start(self) -> Self:
        for host in self._hosts.values():
            host.start()
        self.hooks.start()
        self.clock.start()
        return self

    def stop(self) -> None:
        self.clock.stop()
        self.faults.stop()
        self.hooks.stop()
        # Each waits for its own loop to notice; together they wait once.
        with ThreadPoolExecutor() as pool:
            list(pool.map(Host.stop, self._hosts.values()))
        if self._own_home:
            with contextlib.suppress(OSError):
                shutil.rmtree(self.home)

    def _github_payload(self, subject: object) -> tuple[str, Json] | None:
        with self.world.lock:
            return github_payload(self.github.face(self.github_api_url), subject)

    def _gitlab_payload(self, subject: object) -> tuple[str, Json] | None:
        with self.world.lock:
            return gitlab_payload(Show(self.world, self.gitlab_url), subject)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()
