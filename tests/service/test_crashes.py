"""A worker that is killed in the middle of its work, again and again: the same rows, each once."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.origins import Origin, files
from tests.origins.megatron import both_pins
from tests.service.running import Bumpboard
from tests.world import START

pytestmark = [pytest.mark.service, pytest.mark.enable_socket]
BRANCHES = 60


@pytest.fixture
def long_history(origin: Origin) -> Origin:
    """Main with 600 commits and 60 release branches, most with a change of their own."""
    origin.commit(both_pins("25.01"), "Start", START)
    for number in range(600):
        change = {"src/module.py": str(number)} if number % 10 else both_pins(f"{20 + number % 7}.0{1 + number % 9}")
        head = origin.commit(change, f"Change (#{number})", START + timedelta(hours=number))
        if number % 10 == 5:
            name = f"core_r{number}"
            origin.branch(name, head)
            origin.commit(
                {files.GITHUB_DEV: files.pin("20.01")}, "Old image (#1)", START + timedelta(hours=number), name
            )
    return origin


def undisturbed(tmp_path: Path, origin: Origin) -> list[tuple[object, ...]]:
    board = Bumpboard(tmp_path / "undisturbed", origin)
    with board.up():
        board.reads(FINISHED, BRANCHES + 1)
    return board.snapshot()


FINISHED = "SELECT count(*) FROM bumps_branch WHERE head != ''"


def test_a_worker_killed_in_the_middle_of_a_backfill_leaves_the_same_result(
    tmp_path: Path, long_history: Origin
) -> None:
    board = Bumpboard(tmp_path / "home", long_history)
    with board.up() as running:
        board.reads(FINISHED, 3)
        board.kill_worker()
        seen = board.count(FINISHED)
        assert seen < BRANCHES + 1, "it was killed too late to prove anything"
        running.says("worker", timeout=30)
        board.reads(FINISHED, BRANCHES + 1, 90)
        interrupted = "SELECT count(*) FROM bumps_jobrun WHERE state = 'interrupted'"
        board.reads(interrupted, 1, 30)
    assert board.snapshot() == undisturbed(tmp_path, long_history)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(6))
def test_a_worker_killed_at_any_moment_leaves_the_same_result(tmp_path: Path, long_history: Origin, seed: int) -> None:
    chance = random.Random(seed)
    board = Bumpboard(tmp_path / "home", long_history)
    with board.up():
        for _ in range(4):
            time.sleep(chance.uniform(0.2, 2.5))
            board.kill_worker()
        board.reads(FINISHED, BRANCHES + 1, 120)
    assert board.snapshot() == undisturbed(tmp_path, long_history)
