"""The whole service as processes, on a home of its own, tracking one origin."""

from __future__ import annotations

import contextlib
import html
import http.client
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.dashboard.up.running import Running, pid_in, wait_until
from tests.dashboard.up.test_service import Service
from tests.origins import Origin
from tests.world import SHIPPED_BRIDGE, SHIPPED_LM, shipped_config

FAST = {"POLL_SECONDS": "1", "SWEEP_SECONDS": "0.5", "LEASE_SECONDS": "3", "BACKOFF_LIMIT_SECONDS": "3"}


class Bumpboard:
    """Megatron-LM on `origin`; the Bridge's remote does not exist."""

    def __init__(self, home: Path, origin: Origin) -> None:
        self.service = Service(home)
        self.home = home
        config = home.with_suffix(".toml")
        config.write_text(
            shipped_config().replace(SHIPPED_LM, origin.url).replace(SHIPPED_BRIDGE, str(home / "nowhere.git"))
        )

    @contextmanager
    def up(self) -> Iterator[Running]:
        running = self.service.up(**FAST)
        try:
            running.says("http://localhost:", timeout=60)
            yield running
        finally:
            running.close()

    def page(self, path: str = "/") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": "localhost"})
            return html.unescape(connection.getresponse().read().decode())

    def kill_worker(self) -> None:
        """As the kernel's out-of-memory killer would."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid_in(self.home / "run" / "worker.pid"), signal.SIGKILL)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """What its database holds, looked at from outside."""
        database = self.home / "bumpboard.sqlite3"
        if not database.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
            try:
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError:  # not migrated yet
                return []

    def count(self, sql: str) -> int:
        rows = self.ask(sql)
        return int(str(rows[0][0])) if rows else 0

    def snapshot(self) -> list[tuple[object, ...]]:
        """Everything derived from git, without row ids."""
        pins = """SELECT b.name, s.name, v.row, v.position, v.kind, v.text, v."commit", v.is_current, v.pull_request
                  FROM bumps_pinvalue v JOIN bumps_branch b ON b.id = v.branch_id
                  JOIN bumps_pinsite s ON s.id = v.site_id"""
        desyncs = """SELECT b.name, v.name, d.opened_commit, d.opened_at, d.closed_commit, d."values"
                     FROM bumps_desync d JOIN bumps_branch b ON b.id = d.branch_id
                     JOIN bumps_variant v ON v.id = d.variant_id"""
        heads = "SELECT name, head, length, base FROM bumps_branch"
        return [row for sql in (pins, desyncs, heads) for row in sorted(self.ask(sql), key=str)]

    def reads(self, sql: str, times: int, timeout: float = 60) -> None:
        wait_until(lambda: self.count(sql) >= times, timeout, lambda: f"{times} of {sql}; has {self.count(sql)}")
