"""The whole service as processes, on a home of its own, tracking one origin."""

from __future__ import annotations

import contextlib
import html
import http.client
import os
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.dashboard.up.running import Running, pid_in, wait_until
from tests.dashboard.up.test_service import Service
from tests.origins import Origin
from tests.world import SHIPPED_BRIDGE, SHIPPED_LM, shipped_config

# No test may ask the real GitHub.
NOWHERE = {"GITHUB_API_URL": "http://127.0.0.1:9", "GITLAB_URL": ""}
FAST = {"POLL_SECONDS": "1", "SWEEP_SECONDS": "0.5", "LEASE_SECONDS": "3", "BACKOFF_LIMIT_SECONDS": "3"}


class Bumpboard:
    """Megatron-LM on `origin`; the Bridge's remote does not exist. `env`: where its CI systems are."""

    def __init__(self, home: Path, origin: Origin, env: Mapping[str, str] | None = None) -> None:
        self.service = Service(home)
        self.env = NOWHERE | FAST | dict(env or {})
        self.home = home
        config = home.with_suffix(".toml")
        config.write_text(
            shipped_config().replace(SHIPPED_LM, origin.url).replace(SHIPPED_BRIDGE, str(home / "nowhere.git"))
        )

    @contextmanager
    def up(self) -> Iterator[Running]:
        running = self.service.up(**self.env)
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

    def ci_snapshot(self) -> list[tuple[object, ...]]:
        """Everything that CI told, without row ids and the times of looking."""
        runs = """SELECT k.kind, r.external_id, r.attempt, r.status, r.conclusion, r.baseline, r.pull_request,
                  r.images, r.is_settled, r.gone_at IS NULL
                  FROM bumps_run r JOIN bumps_remote k ON k.id = r.remote_id"""
        jobs = """SELECT k.kind, r.external_id, j.external_id, j.attempt, j.counts, j.name, j.platform, j.status,
                  j.conclusion, j.triage, j.failure_kind, j.failure_line, t.name
                  FROM bumps_jobresult j JOIN bumps_run r ON r.id = j.run_id JOIN bumps_remote k ON k.id = r.remote_id
                  LEFT JOIN bumps_testcase t ON t.id = j.test_id"""
        pulls = """SELECT p.number, p.state, p.head_sha, b.pins_before, b.pins_after
                   FROM bumps_pullrequest p LEFT JOIN bumps_bump b ON b.pull_request_id = p.id"""
        return [row for sql in (runs, jobs, pulls) for row in sorted(self.ask(sql), key=str)]

    def reads(self, sql: str, times: int, timeout: float = 60) -> None:
        wait_until(lambda: self.count(sql) >= times, timeout, lambda: f"{times} of {sql}; has {self.count(sql)}")
