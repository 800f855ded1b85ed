"""What both adapters tell of runs, jobs, logs and artifacts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bumps.ports import NotFound, Refused
from tests.integrations.contract.sides import Side, Told, zipped
from tests.sandbox.fixtures import NOW

pytestmark = pytest.mark.enable_socket
LONG_AGO = NOW - timedelta(days=400)


def test_runs_come_newest_first_and_none_is_older_than_asked_for(side: Side) -> None:
    numbers = [side.add(at=NOW - timedelta(hours=hours)) for hours in (30, 20, 10, 0)]
    found = list(side.source().runs(NOW - timedelta(hours=21)))
    assert [run.external_id for run in found] == numbers[:0:-1]
    assert {(run.status, run.conclusion, run.ref) for run in found} == {("completed", "success", "main")}
    assert found[0].created_at == NOW
    assert len(found[0].head_sha) == 40


def test_a_page_is_asked_for_when_it_is_reached(side: Side) -> None:
    for number in range(230):
        side.add(at=NOW - timedelta(minutes=230 - number))
    log = side.town.sandbox.log
    runs = side.source().runs(LONG_AGO)
    next(runs)
    assert len(log.find(side.host, path=side.runs)) == 1
    assert len(list(runs)) == 229
    assert len(log.find(side.host, path=side.runs)) == 3


def test_jobs_of_all_attempts_are_told_and_the_last_one_counts(side: Side) -> None:
    run = side.add([Told(state="failure"), Told("other - latest")])
    side.retry(run, Told(state="success"))
    jobs = [job for job in side.source().jobs(run) if not job.is_bridge]
    told = {(job.name, job.attempt, job.conclusion) for job in jobs}
    assert ("gpt/pretrain - latest", 1, "failure") in told
    assert ("gpt/pretrain - latest", 2, "success") in told
    assert len({job.external_id for job in jobs}) == len(jobs) == 3


@pytest.mark.parametrize(("word", "status"), [("in_progress", "running"), ("queued", "queued"), ("baffled", "unknown")])
def test_states_are_told_in_shared_words_and_unknown_ones_kept(side: Side, word: str, status: str) -> None:
    run = side.add([Told(state=word)], state=word)
    found = side.source().run(run)
    job = next(job for job in side.source().jobs(run) if not job.is_bridge)
    assert (found.status, found.conclusion, job.status, job.conclusion) == (status, "", status, "")
    if word == "baffled":
        assert found.raw_state == job.raw_state == "baffled"


def test_a_log_is_streamed_and_no_more_of_it_than_asked_for(side: Side) -> None:
    run = side.add([Told(log=b"line\n" * 100_000)])
    job = next(job for job in side.source().jobs(run) if not job.is_bridge).external_id
    assert b"".join(side.source().log(job, 1_000_000)) == b"line\n" * 100_000
    assert len(b"".join(side.source().log(job, 1000))) == 1000


def test_an_artifact_comes_as_a_file_unless_it_is_too_large(side: Side) -> None:
    content = zipped({"golden_values.json": b"{}"})
    run = side.add([Told(zip=content)])
    (artifact,) = side.source().artifacts(run)
    assert artifact.size > 0
    with side.source().artifact_zip(artifact, 1_000_000) as file:
        assert file.read() == content
    with pytest.raises(Refused, match="more than is read"):
        side.source().artifact_zip(artifact, artifact.size - 1)


def test_a_link_to_another_host_is_followed_without_our_token(side: Side) -> None:
    side.town.sandbox.world.gitlab_redirects = True
    run = side.add([Told(zip=zipped({"a": b"b"}))])
    source = side.source()
    with source.artifact_zip(source.artifacts(run)[0], 1_000_000):
        pass
    (asked,) = side.town.sandbox.log.find("storage")
    assert (asked.status, asked.authorized) == (200, False)


def test_what_is_not_there_is_not_found(side: Side) -> None:
    run = side.add()
    side.delete(run)
    with pytest.raises(NotFound):
        side.source().run(run)
    with pytest.raises(NotFound):
        side.source().jobs(run)
    with pytest.raises(NotFound):
        list(side.source().log("123456", 100))


def test_asking_again_while_nothing_changed_gives_the_same(side: Side) -> None:
    side.add()
    first, again = list(side.source().runs(LONG_AGO)), list(side.source().runs(LONG_AGO))
    assert first == again
    entries = side.town.sandbox.log.find(side.host, path=side.runs)
    if entries[0].status == 200 and side.cache.answers:
        assert [(one.status, one.conditional) for one in entries] == [(200, False), (304, True)]
