"""The real worker, beat, Valkey and web server on a real origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.up.running import wait_until
from tests.origins import Origin, files
from tests.origins.megatron import both_pins
from tests.service.running import Bumpboard
from tests.world import START

pytestmark = [pytest.mark.service, pytest.mark.enable_socket]


def test_a_forgotten_pin_is_flagged_on_the_page_and_its_repair_closes_it(tmp_path: Path, origin: Origin) -> None:
    origin.commit(both_pins("26.02"), "Start (#1)", START)
    board = Bumpboard(tmp_path / "home", origin)
    with board.up():
        wait_until(lambda: "26.02" in board.page(), 30, board.page)
        assert "is out of sync" not in board.page()
        origin.commit({files.GITHUB_DEV: files.pin("26.04")}, "chore: bump (#4611)", START)
        wait_until(lambda: "Megatron-LM main is out of sync" in board.page(), 30, board.page)
        assert "#4611" in board.page()
        origin.commit({files.GITLAB: files.build_stage("26.04")}, "ci: repair (#4688)", START)
        wait_until(lambda: "Megatron-LM main is out of sync" not in board.page(), 30, board.page)
        assert board.count("SELECT count(*) FROM bumps_desync WHERE closed_pull_request = '#4688'") == 1


def test_a_remote_that_is_down_is_told_and_recovers_by_itself(tmp_path: Path, origin: Origin) -> None:
    origin.commit(both_pins("26.02"), "Start (#1)", START)
    board = Bumpboard(tmp_path / "home", origin)
    with board.up():
        wait_until(lambda: "26.02" in board.page(), 30, board.page)
        away = origin.path.rename(origin.path.with_name("away"))
        down = "SELECT count(*) FROM bumps_remote WHERE failures >= 2 AND location LIKE '%origin.git'"
        board.reads(down, 1, 30)
        assert "does not appear to be a git repository" in board.page()
        assert "26.02" in board.page()
        away.rename(origin.path)
        board.reads("SELECT count(*) FROM bumps_remote WHERE failures = 0 AND location LIKE '%origin.git'", 1, 30)
