"""What each CI system and its launcher put around a job's own lines."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.logs import filler
from tests.logs.log import Dress, Log

_START = datetime(2026, 5, 7, 16, 40, 11, tzinfo=UTC)
_RED, _GREEN, _CYAN, _OFF = "\x1b[31;1m", "\x1b[32;1m", "\x1b[36;1m", "\x1b[0m"


@dataclass(frozen=True)
class Wrapping:
    """The lines of the system itself: before, around each attempt, and after."""

    head: Callable[[random.Random], Iterator[str]]
    start: Callable[[int], Iterable[str]]
    restart: Callable[[int], Iterable[str]]
    end: str


def _github_head(drawn: random.Random) -> Iterator[str]:
    yield "Current runner version: '2.334.0'"
    yield "##[group]Runner Image Provisioner"
    yield "Hosted Compute Agent"
    yield "##[endgroup]"
    yield "##[group]Run actions/checkout@v6"
    yield from filler.checkout(drawn)
    yield "##[endgroup]"
    yield "##[group]Pull container"
    yield from filler.pull(drawn)
    yield "##[endgroup]"
    yield "##[group]Run main script"
    yield f"{_CYAN}EXIT_CODE=0{_OFF}"
    yield f"{_CYAN}/bin/bash job.sh || EXIT_CODE=$?{_OFF}"
    yield "shell: /usr/bin/bash -x -e -u -o pipefail {0}"
    yield "##[endgroup]"
    yield from filler.install(drawn)


def _github_start(number: int) -> Iterator[str]:
    yield f"──────── Entering Experiment mcore-ci-test with id: mcore-ci-test_17781720{number:02} ────────"
    yield f"[16:4{number}:11] INFO     Launching job task-1 for experiment mcore-ci-test        experiment.py:784"
    yield f"           INFO     Log directory is: /opt/megatron-lm/experiments/mcore-ci-test_17781720{number:02}/task-1"


def _github_restart(_number: int) -> Iterator[str]:
    yield "ERROR:__main__:Job failed with status: FAILED"
    yield "WARNING:__main__:Detected flaky failure, attempt restart."


_GITHUB_END = """
ERROR:__main__:Job failed with status: FAILED
+ EXIT_CODE=1
+ echo exit_code=1
+ tee -a /home/runner/_work/_temp/_runner_file_commands/set_output
exit_code=1
+ exit 1
##[error]Process completed with exit code 1.
##[group]Run echo "::group::Check result"
Test did not finish successfully.
##[error]Process completed with exit code 1.
##[group]Run actions/upload-artifact@v4
With the provided path, there will be 35 files uploaded
Artifact name is valid!
Root directory input is valid!
Beginning upload of artifact content to blob storage
Uploaded bytes 4194304
Finished uploading artifact content to blob storage!
SHA256 digest of uploaded artifact zip is 9f0c1d
Finalizing artifact upload
Post job cleanup.
[command]/usr/bin/git version
git version 2.49.0
[command]/usr/bin/git config --local --unset-all http.https://github.com/.extraheader
Cleaning up orphan processes
"""


def _gitlab_head(drawn: random.Random) -> Iterator[str]:
    yield f"{_GREEN}Running with gitlab-runner 18.2.1 (8cbd7d54){_OFF}"
    yield 'section_start:1778172011:prepare_executor\r\x1b[0K\x1b[0K\x1b[36;1mPreparing the "docker" executor\x1b[0;m'
    yield from filler.pull(drawn)
    yield "section_end:1778172013:prepare_executor\r\x1b[0K"
    yield "section_start:1778172013:get_sources\r\x1b[0K\x1b[0K\x1b[36;1mGetting source from Git repository\x1b[0;m"
    yield from filler.checkout(drawn)
    yield "section_end:1778172019:get_sources\r\x1b[0K"
    yield 'section_start:1778172019:step_script\r\x1b[0K\x1b[0K\x1b[36;1mExecuting "step_script" stage\x1b[0;m'
    yield f"{_GREEN}$ export PYTHONPATH=$(pwd){_OFF}"
    yield f"{_GREEN}$ python tests/test_utils/python_scripts/launch_jet_workload.py ${{ARGS[@]}}{_OFF}"
    yield "INFO:__main__:Started"
    yield "INFO:__main__:test_type will be regular"
    yield from filler.install(drawn)


def _gitlab_start(number: int) -> Iterator[str]:
    yield f"INFO:__main__:Pipeline triggered; inspect it here: https://gitlab.example.com/ci/-/pipelines/2841{number}07"
    yield "INFO:__main__:Pipeline terminated; status: PipelineStatus.FAILED"
    yield "Logs:"


def _gitlab_restart(number: int) -> Iterator[str]:
    yield "INFO:__main__:Pipeline terminated with status FAILED"
    yield (
        "ERROR:__main__:Non-determinism, let's try another node."
        if number % 2
        else "ERROR:__main__:Detected NCCL failure, attempt restart."
    )


_GITLAB_END = f"""
INFO:__main__:Pipeline terminated with status FAILED
section_end:1778175611:step_script\r\x1b[0K
section_start:1778175611:upload_artifacts_on_failure\r\x1b[0K\x1b[36;1mUploading artifacts for failed job\x1b[0;m
Uploading artifacts...
results/: found 41 matching artifact files and directories
section_end:1778175615:upload_artifacts_on_failure\r\x1b[0K
section_start:1778175615:cleanup_file_variables\r\x1b[0K\x1b[36;1mCleaning up project directory\x1b[0;m
section_end:1778175616:cleanup_file_variables\r\x1b[0K
{_RED}ERROR: Job failed: exit code 1{_OFF}
"""


def _rank_restart(number: int) -> Iterator[str]:
    yield f"[default] Worker group FAILED. {3 - number}/3 attempts left; will restart worker group"
    yield "[default] Stopping worker group"


def _rank_start(_number: int) -> Iterator[str]:
    yield "[default] Rendezvous complete for workers. Result: restart_count, master_addr, master_port, group_rank"


WRAPPINGS: dict[Dress, Wrapping] = {
    "github": Wrapping(_github_head, _github_start, _github_restart, _GITHUB_END),
    "gitlab": Wrapping(_gitlab_head, _gitlab_start, _gitlab_restart, _GITLAB_END),
    "rank": Wrapping(filler.environment, _rank_start, _rank_restart, "[default] Local worker group finished"),
}


def build(log: Log) -> bytes:
    """The log as the CI system hands it out; the same bytes every time."""
    return "".join(_dressed(log.dress, _lines(log))).encode()


def _lines(log: Log) -> Iterator[str]:
    drawn = random.Random(log.name)
    wrapping = WRAPPINGS[log.dress]
    yield from wrapping.head(drawn)
    for number, attempt in enumerate(log.attempts, 1):
        yield from wrapping.start(number)
        for piece in attempt:
            yield from (piece.strip("\n").split("\n") if isinstance(piece, str) else piece(drawn))
        if number < len(log.attempts) or log.gives_up:
            yield from wrapping.restart(number)
    yield from (log.end or wrapping.end).strip("\n").split("\n")


def _dressed(dress: Dress, lines: Iterable[str]) -> Iterator[str]:
    if dress == "github":
        # The downloaded file of a GitHub job begins with a byte order mark.
        yield "\ufeff"
        for number, line in enumerate(lines):
            at = _START + timedelta(milliseconds=137 * number)
            yield f"{at:%Y-%m-%dT%H:%M:%S.%f}7Z {line}\n"
    else:
        for line in lines:
            yield f"{line}\n"
