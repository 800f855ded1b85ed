from __future__ import annotations

import pytest

from bumps.rules.readers import Unreadable
from tests.rules.readers.samples import NEW, OLD, read, write


@pytest.mark.parametrize("around", ["{}", "{}\n", "{}\r\n", "\n\n  {}\t\n\n", "\ufeff{}\n", "\ufeff\r\n{}"])
def test_white_space_and_bom_around_the_line_are_ignored_and_kept(around: str) -> None:
    assert read("line", around.format(OLD)) == {"": OLD}
    assert write("line", around.format(OLD)) == around.format(NEW)


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n", "\ufeff"])
def test_a_file_without_a_line_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^empty$"):
        read("line", text)


def test_several_lines_are_unreadable_and_counted() -> None:
    with pytest.raises(Unreadable, match=r"^3 lines, expected one$"):
        read("line", "a\n\nb\r\nc\n")


@pytest.mark.parametrize(("text", "hidden"), [("a\0b", "U\\+0000"), ("a\x0bb", "U\\+000B"), ("a\u202eb", "U\\+202E")])
def test_a_character_that_does_not_show_is_unreadable_and_named(text: str, hidden: str) -> None:
    with pytest.raises(Unreadable, match=hidden):
        read("line", text)


def test_the_value_is_found_again_when_it_is_a_part_of_the_white_space_before_it() -> None:
    assert write("line", "\n\t \nx", value="y") == "\n\t \ny"
