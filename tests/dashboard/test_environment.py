"""A setting that makes no sense stops the start with one line that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "BUMPBOARD_HOME": str(home), **settings}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY_FILE", "/nope", "SECRET_KEY_FILE must name a readable text file"),
        ("GITHUB_TOKEN_FILE", "/", "GITHUB_TOKEN_FILE must name a readable text file"),
        ("LOG_LEVEL", "foo", "LOG_LEVEL=FOO must be one of DEBUG"),
        ("BUMPBOARD_HOME", "/proc/x", "BUMPBOARD_HOME=/proc/x cannot be made"),
        ("POLL_SECONDS", "-5", "POLL_SECONDS=-5 must be at least 1"),
        ("POLL_SECONDS", "often", '"POLL_SECONDS" invalid'),
        ("SWEEP_SECONDS", "0", "SWEEP_SECONDS=0 must be more than 0 seconds"),
        ("VISIBILITY_TIMEOUT", "60", "VISIBILITY_TIMEOUT=60 must be at least 420"),
        ("REDIS_URL", "foo", "REDIS_URL must be an address that begins with redis:// or rediss:// or unix://"),
        ("REDIS_URL", "redis://:secret@host:port", "REDIS_URL must be an address"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("BUMPBOARD_URL", "bumps.example", "BUMPBOARD_URL must be an address that begins with http://"),
        ("GITLAB_URL", "gitlab.example", "GITLAB_URL must be an address"),
    ],
)
def test_it_is_one_line_that_names_the_setting(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("bumpboard: ")
    assert words in line
    assert "secret@" not in line


def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    done = start(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"bumpboard: BUMPBOARD_HOME={tmp_path}: secret_key cannot be kept there")


def test_good_values_start(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a-secret\n")
    good = {"SECRET_KEY_FILE": str(key), "LOG_LEVEL": "debug", "REDIS_URL": "rediss://:pw@redis.example:6380/1"}
    done = start(tmp_path / "home", POLL_SECONDS="5", GITLAB_URL="https://gitlab.example/", **good)
    assert done.returncode == 0, done.stderr
