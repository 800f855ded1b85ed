"""Other processes steer the world by HTTP as tests do in Python."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.fixtures import Town
from tests.sandbox.scenario.acts import Acts
from tests.sandbox.scenario.build import Scenario
from tests.sandbox.scenario.people import LM

pytestmark = pytest.mark.enable_socket


def look(town: Town, what: str) -> Any:
    return requests.get(f"{town.sandbox.url('control')}/control/{what}", timeout=5).json()


def act(base: str, what: str, **body: Any) -> requests.Response:
    return requests.post(f"{base}/control/{what}", json=body, timeout=5)


def test_time_faults_and_the_log_are_in_reach(small_town: Town) -> None:
    base = small_town.sandbox.url("control")
    before = look(small_town, "clock")["now"]
    assert act(base, "clock/step", seconds=60).json()["now"] > before
    assert act(base, "faults", kind="status", service="github", status=503).json()["id"] == 0
    api = small_town.sandbox.github_api_url
    assert [requests.get(f"{api}/rate_limit", timeout=5).status_code for _ in range(2)] == [503, 200]
    assert look(small_town, "faults")[0]["hits"] == 1
    assert [entry["status"] for entry in look(small_town, "log?service=github")] == [503, 200]
    assert look(small_town, "urls")["github"] == api


@pytest.mark.parametrize(("what", "status"), [("nonsense", 404), ("clock/step", 400)])
def test_nonsense_is_refused(small_town: Town, what: str, status: int) -> None:
    assert act(small_town.sandbox.url("control"), what).status_code == status


def test_people_act_through_it(scenario: Scenario) -> None:
    control = scenario.sandbox.control
    control.acts = Acts(scenario).offered()
    control.truths = lambda: [truth.as_json() for truth in scenario.truths]
    base = scenario.sandbox.url("control")
    head = scenario.lm.origin.head()
    values = {"branch": "main", "files": {"x": "1"}, "subject": "One", "author": "ada-bump"}
    assert act(base, "people/commit", repository=LM, **values).json()["sha"] == scenario.lm.origin.head() != head
    said = {"repository": LM, "number": scenario.bump.number, "author": "lin-repair", "body": "Hello"}
    assert act(base, "people/comment", **said).status_code == 200
    assert scenario.bump.comments[-1].body == "Hello"
    assert act(base, "people/mirror", branch="main").status_code == 200
    assert scenario.mirror.origin.head() == scenario.lm.origin.head()
    truths = requests.get(f"{base}/control/truth", timeout=5).json()
    assert len(truths) == len(scenario.truths)
