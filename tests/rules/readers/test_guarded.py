from __future__ import annotations

import re

import pytest

from bumps.rules.readers import READERS, Unreadable, Unwritable, parse_selector, read_bytes, write_bytes
from bumps.rules.readers.limits import MAX_BYTES, MAX_VALUE
from tests.rules.readers.samples import read, write

SELECTORS = {
    "line": parse_selector("line", {}),
    "yaml_matrix": parse_selector("yaml_matrix", {"where": {"a": "b"}, "key": "c"}),
    "yaml_path": parse_selector("yaml_path", {"path": "a"}),
    "dockerfile": parse_selector("dockerfile", {"arg": "A"}),
    "gitlink": parse_selector("gitlink", {}),
    "regex": parse_selector("regex", {"pattern": "a: (.+)"}),
}


def test_every_reader_is_guarded_here() -> None:
    assert set(SELECTORS) == set(READERS)


@pytest.mark.parametrize("reader", SELECTORS)
def test_a_file_too_large_is_neither_read_nor_written(reader: str) -> None:
    data = b"a" * 50 * 1024 * 1024
    with pytest.raises(Unreadable, match=r"^52\.5 MB, more than the 1 MB a pin file may have$"):
        read_bytes(reader, data, SELECTORS[reader])
    with pytest.raises(Unreadable, match="more than the 1 MB"):
        write_bytes(reader, data, SELECTORS[reader], "x")


def test_one_byte_too_many_does_not_read_like_none() -> None:
    assert read("line", b"a" + b"\n" * (MAX_BYTES - 1)) == {"": "a"}
    with pytest.raises(Unreadable, match=r"^1\.1 MB, more than the 1 MB"):
        read("line", b"a" + b"\n" * MAX_BYTES)


def test_a_result_too_large_is_unwritable() -> None:
    with pytest.raises(Unwritable, match="more than the 1 MB"):
        write("line", b"a" + b"\n" * (MAX_BYTES - 1), "ab")


@pytest.mark.parametrize("reader", SELECTORS)
def test_bytes_that_are_not_utf_8_are_unreadable_and_the_first_is_named(reader: str) -> None:
    with pytest.raises(Unreadable, match=r"^not UTF-8: byte 0xff at offset 12$"):
        read_bytes(reader, b"abcdefgh\xc3\xa9ij\xffk", SELECTORS[reader])


def test_a_value_too_long_is_unreadable() -> None:
    assert read("line", "x" * MAX_VALUE) == {"": "x" * MAX_VALUE}
    with pytest.raises(Unreadable, match=r"^the value is 501 characters long, more than 500$"):
        read("line", "x" * (MAX_VALUE + 1))


def test_a_row_s_name_is_held_to_the_same() -> None:
    with pytest.raises(Unreadable, match=r"^the name of a row holds a character that does not show, U\+200B$"):
        read("yaml_path", 'a: {"x\\u200b": 1}', path="a.*")
    with pytest.raises(Unreadable, match=r"^the name of a row is 501 characters long"):
        read("yaml_path", f'a: {{? "{"x" * 501}" : 1}}', path="a.*")
    with pytest.raises(Unreadable, match=r"^the value of x holds a character that does not show, U\+0007$"):
        read("yaml_path", 'a: {x: "\\a"}', path="a.*")


def test_more_rows_than_a_page_could_show_are_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"^1001 rows, more than the 1000 a pin may have$"):
        read("yaml_path", "a: [" + "x," * 1001 + "]", path="a.*")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "is empty"),
        ("a b", "holds white space"),
        ("a\n", "holds white space"),
        ("\u00a0", "holds white space"),
        ("a\0", "holds a character that does not show, U+0000"),
        ("a\u202eb", "holds a character that does not show, U+202E"),
        ('a"', 'holds a quote: "'),
        ("it's", "holds a quote: '"),
        ("`a", "holds a quote: `"),
        ("x" * (MAX_VALUE + 1), "is 501 characters long, more than 500"),
    ],
)
@pytest.mark.parametrize("reader", SELECTORS)
def test_a_value_that_could_be_no_pin_is_unwritable_with_the_reason(reader: str, value: str, why: str) -> None:
    with pytest.raises(Unwritable, match=f"^the new value {re.escape(why)}$"):
        write_bytes(reader, b"a: b", SELECTORS[reader], value)


@pytest.mark.parametrize("reader", ["yaml_matrix", "yaml_path", "dockerfile", "regex"])
def test_where_there_is_no_pin_there_is_nothing_to_write(reader: str) -> None:
    with pytest.raises(Unwritable, match=r"^no pin here: "):
        write_bytes(reader, b"nothing: here", SELECTORS[reader], "x")


def test_a_write_that_would_not_be_read_back_is_unwritable() -> None:
    with pytest.raises(Unwritable, match=r"^b:2 does not fit there: it would be read as nothing$"):
        write("dockerfile", "FROM a:1", "b:2", image="a")
    with pytest.raises(Unwritable, match=r"^x2 does not fit there: it would be read as nothing$"):
        write("regex", "a=x1\nb=x1", "x2", pattern=r"^(?P<row>a|b)=(?P<value>x1)$")
