from __future__ import annotations

import pytest

from bumps.integrations.git.messages import error_of, percent_of
from bumps.ports import NotFound, Refused, Unreachable


@pytest.mark.parametrize(
    ("line", "percent"),
    [
        ("remote: Enumerating objects: 12, done.", 0),
        ("Receiving objects:  50% (5/10), 1.2 MiB | 3 MiB/s", 40),
        ("Resolving deltas: 100% (7/7), done.", 100),
        ("From https://github.com/NVIDIA/Megatron-LM", None),
    ],
)
def test_progress_of_a_transfer(line: str, percent: int | None) -> None:
    assert percent_of(line) == percent


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        ("fatal: Authentication failed for 'https://x/'", Refused, "Authentication failed"),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", Refused, "wants credentials"),
        (
            "git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            Refused,
            "Could not read",
        ),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", NotFound, "not found"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", Unreachable, "Could not resolve host"),
        ("", Unreachable, "without a word"),
    ],
)
def test_why_a_transfer_failed(said: str, kind: type[Exception], reason: str) -> None:
    error = error_of(said)
    assert type(error) is kind
    assert reason in str(error)
