from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bumps.ports import ArtifactInfo
from bumps.rules.artifact_names import artifact_of

START = datetime(2026, 8, 1, tzinfo=UTC)
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def made(name: str, minute: int = 5, *, is_expired: bool = False) -> ArtifactInfo:
    at = START + timedelta(minutes=minute)
    return ArtifactInfo(external_id=f"{name}@{minute}", name=name, size=1, created_at=at, is_expired=is_expired)


def found(test: str, *artifacts: ArtifactInfo, end: int = 6) -> str:
    one = artifact_of(test, "77", START, START + timedelta(minutes=end), artifacts)
    return one.external_id if one else ""


def test_names_are_matched_exactly_for_many_are_prefixes_of_others() -> None:
    longer, mine = made(f"logs-gpt_tp2_pp2-77-{UUID}"), made(f"logs-gpt_tp2-77-{UUID}")
    assert found("gpt_tp2", longer, mine) == mine.external_id
    assert found("gpt", longer, mine) == ""


def test_slashes_and_stars_become_dashes_and_a_retry_is_the_same_test() -> None:
    mine = made(f"logs-tests-unit_tests---.py-77-{UUID}-retry")
    assert found("tests/unit_tests/**.py", mine) == mine.external_id


def test_another_run_or_an_expired_one_is_nobodys() -> None:
    assert found("gpt", made(f"logs-gpt-78-{UUID}"), made(f"logs-gpt-77-{UUID}", is_expired=True)) == ""


def test_of_two_platforms_the_one_uploaded_at_the_jobs_end_is_its_own() -> None:
    early, late = made(f"logs-gpt-77-{UUID}", 5), made(f"logs-gpt-77-{UUID}", 30)
    assert found("gpt", late, early, end=6) == early.external_id
    assert found("gpt", early, late, end=31) == late.external_id
