from __future__ import annotations

import re
from pathlib import Path

from bumps import actions
from tests.world import ROOT
from workers.beat import beat_schedule
from workers.celery import app


def test_every_entry_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    assert {str(entry["task"]) for entry in beat_schedule().values()} <= set(app.tasks)


def test_an_entry_expires_before_its_next_turn() -> None:
    for entry in beat_schedule().values():
        expires = entry["options"]["expires"]  # type: ignore[index]
        assert expires < entry["schedule"].run_every.total_seconds()  # type: ignore[attr-defined]


def test_no_task_may_outlive_its_place_in_the_queue() -> None:
    conf = app.conf
    assert conf.task_soft_time_limit < conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    assert conf.task_acks_late
    assert conf.worker_prefetch_multiplier == 1


def test_every_follow_up_that_an_action_names_is_a_task() -> None:
    app.loader.import_default_modules()
    sources = [path.read_text() for path in Path(str(actions.__path__[0])).glob("*.py")]
    named = {name for source in sources for name in re.findall(r"workers\.tasks\.\w+", source)}
    assert len(named) >= 5
    assert named <= set(app.tasks)


def test_every_queue_is_consumed() -> None:
    queues = {route["queue"] for route in app.conf.task_routes.values()} | {app.conf.task_default_queue}
    for name in ("dashboard/up/service.py", "docker-compose.yml"):
        (listed,) = re.findall(r'(?:"-Q", "|--queues=)([\w,]+)', (ROOT / name).read_text())
        assert set(listed.split(",")) == queues
