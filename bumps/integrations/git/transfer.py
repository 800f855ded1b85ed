"""The git command: it moves objects, with credentials from its environment, and says how far it is."""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bumps.integrations.git.environment import git_environment
from bumps.integrations.git.messages import error_of, percent_of
from bumps.ports import NotFound, Progress, Unreachable

_ALL_BRANCHES = "+refs/heads/*:refs/heads/*"
# Refs of pull requests are fetched in seconds: whoever finds the mirror taken waits for that, not for a clone.
_PATIENCE_SECONDS = 10.0
# Well below any lease: a fetch that waits for its remote still says that it is being worked on.
_SILENCE_SECONDS = 10.0


def sync(mirror: Path, url: str, progress: Progress, credentials: Mapping[str, str]) -> None:
    """Bring `mirror` to the branches of `url`, cloning it first where it does not exist.

    A clone is made beside its place and renamed when it is whole; whatever a crash left there is thrown away, and a
    mirror that is no repository any more is set aside and cloned again.
    Raises Unreachable, Refused or NotFound.
    """
    mirror.parent.mkdir(parents=True, exist_ok=True)
    with _alone(mirror) as lock:
        if mirror.exists() and _is_whole(mirror):
            _remove_stale_locks(mirror)
            _fetch(mirror, url, progress, credentials, lock)
            return
        _set_aside(mirror)
        partial = mirror.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        _run("init", "--quiet", "--bare", str(partial))
        _fetch(partial, url, progress, credentials, lock)
        partial.rename(mirror)


def fetch(mirror: Path, url: str, refs: Sequence[str], credentials: Mapping[str, str]) -> None:
    """Bring `refs` (full names) into `mirror` as they stand at `url`. Raises as `sync` does."""
    if not mirror.exists():
        raise NotFound(f"{mirror} is not there yet; its first clone is still to come")
    command = [*_git(mirror), "fetch", "--force", "--no-tags", "--quiet", "--no-write-fetch-head"]
    with _alone(mirror) as lock:
        done = subprocess.run(
            [*command, "--", url, *(f"+{ref}:{ref}" for ref in refs)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=git_environment(credentials),
            pass_fds=(lock.fileno(),),
            check=False,
        )
    if done.returncode:
        raise error_of(done.stderr.decode("utf-8", "replace"))


def grep(repository: Path, sha: str, needle: str) -> list[str]:
    """Paths of the text files in commit `sha` that contain the literal `needle`."""
    command = [*_git(repository), "grep", "-l", "-I", "-z", "-F", "-e", needle, sha, "--"]
    done = subprocess.run(command, capture_output=True, env=git_environment({}), check=False)
    if done.returncode > 1:  # 1: nothing found
        raise NotFound(done.stderr.decode("utf-8", "replace").strip())
    names = done.stdout.decode("utf-8", "replace").split("\0")
    return [name.partition(":")[2] for name in names if name]


def _fetch(mirror: Path, url: str, progress: Progress, credentials: Mapping[str, str], lock: IO[str]) -> None:
    options = ["--prune", "--force", "--no-tags", "--progress", "--no-write-fetch-head"]
    command = [*_git(mirror), "fetch", *options, "--", url, _ALL_BRANCHES]
    # The child holds the lock too: a git that outlives a killed worker keeps others out until it ends.
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, env=git_environment(credentials), pass_fds=(lock.fileno(),)
    )
    said = ""
    assert process.stderr is not None  # noqa: S101  PIPE above
    try:
        percent = 0
        for line in _lines(process.stderr):
            if line and (found := percent_of(line)) is None:
                said = f"{said}{line}\n"[-4000:]
                continue
            percent = found if line and found is not None else percent
            progress.report("fetching", percent, 100)
    except BaseException:
        process.kill()
        raise
    finally:
        process.stderr.close()
        process.wait()
    if process.returncode:
        raise error_of(said)


def heads(mirror: Path) -> list[tuple[str, bytes]]:
    """Sha and raw name of every branch. git reads names that libgit2 stumbles over."""
    command = [*_git(mirror), "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"]
    done = subprocess.run(command, capture_output=True, env=git_environment({}), check=False)
    if done.returncode:
        raise NotFound(done.stderr.decode("utf-8", "replace").strip())
    pairs = (line.split(b" ", 1) for line in done.stdout.splitlines())
    return [(sha.decode(), name) for sha, name in pairs]


def _git(repository: Path) -> list[str]:
    """git on that very folder. With `-C` it would look for a repository above one that is damaged: somebody else's."""
    nested = repository / ".git"
    return ["git", f"--git-dir={nested if nested.exists() else repository}"]


def _is_whole(mirror: Path) -> bool:
    """Whether git takes the folder for a repository."""
    done = subprocess.run(
        [*_git(mirror), "rev-parse", "--git-dir"], capture_output=True, env=git_environment({}), check=False
    )
    return done.returncode == 0


def _set_aside(mirror: Path) -> None:
    if mirror.exists():
        damaged = mirror.with_suffix(".damaged")
        shutil.rmtree(damaged, ignore_errors=True)
        mirror.rename(damaged)


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """git ends its progress lines with a carriage return. An empty line: it was silent for a while, and lives."""
    rest = b""
    while True:
        while not select.select([stream], [], [], _SILENCE_SECONDS)[0]:
            yield ""
        chunk = os.read(stream.fileno(), 8192)
        if not chunk:
            break
        *whole, rest = (rest + chunk).replace(b"\r", b"\n").split(b"\n")
        yield from (line.decode("utf-8", "replace").strip() for line in whole if line.strip())
    if rest.strip():
        yield rest.decode("utf-8", "replace").strip()


def _run(*arguments: str) -> None:
    done = subprocess.run(["git", *arguments], capture_output=True, env=git_environment({}), check=False)
    if done.returncode:
        raise error_of(done.stderr.decode("utf-8", "replace"))


@contextmanager
def _alone(mirror: Path) -> Iterator[IO[str]]:
    """One git at a time per mirror, on this machine."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    with mirror.with_suffix(".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Unreachable("another fetch of this mirror is still running") from None
                time.sleep(0.05)
        yield lock


def _remove_stale_locks(mirror: Path) -> None:
    """Lock files of a git that was killed; none can be alive while the mirror's own lock is held."""
    for pattern in ("*.lock", "refs/**/*.lock", "objects/**/*.lock"):
        for stale in mirror.glob(pattern):
            stale.unlink(missing_ok=True)
