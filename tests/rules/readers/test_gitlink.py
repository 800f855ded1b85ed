from __future__ import annotations

import pytest

from bumps.rules.readers import Unreadable, Unwritable
from tests.rules.readers.samples import read, write

ONE, OTHER = "1234567890" * 4, "abcdef0123" * 4


@pytest.mark.parametrize("commit", [ONE, "0" * 64])
def test_a_full_commit_is_the_value(commit: str) -> None:
    assert read("gitlink", commit) == {"": commit}


def test_writing_gives_the_new_commit() -> None:
    assert write("gitlink", ONE, OTHER) == OTHER


@pytest.mark.parametrize("text", ["", ONE[:39], ONE + "\n", ONE.replace("1", "g"), OTHER.upper(), "main"])
def test_anything_but_a_full_commit_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="not a commit"):
        read("gitlink", text)


@pytest.mark.parametrize("value", ["main", ONE[:12], OTHER.upper()])
def test_anything_but_a_full_commit_is_unwritable(value: str) -> None:
    with pytest.raises(Unwritable, match="not a commit"):
        write("gitlink", ONE, value)
