"""Whatever the file around it: a write changes the pin, the whole pin and nothing but the pin."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bumps.rules.readers import READERS, Unreadable, Unwritable, parse_selector, read_bytes, write_bytes
from tests.rules.readers import documents
from tests.rules.readers.documents import VALUES, Drawn

COMMITS = st.text("0123456789abcdef", min_size=40, max_size=40)


class Case(NamedTuple):
    """A reader, its options, the files it reads and the values they hold."""

    reader: str
    options: dict[str, Any]
    files: st.SearchStrategy[Drawn]
    values: st.SearchStrategy[str] = VALUES


CASES = [
    Case("line", {}, documents.single_lines()),
    Case(
        "yaml_matrix",
        {"where": {"IMAGE": "CI_DEV_IMAGE"}, "key": "BASE_IMAGE", "row": "PLATFORM"},
        documents.matrices(),
    ),
    Case("yaml_path", {"path": "jobs.*.container.image"}, documents.workflows()),
    Case("dockerfile", {"arg": "FROM_IMAGE_NAME"}, documents.dockerfiles()),
    Case("gitlink", {}, st.just(Drawn("{}")), COMMITS),
    Case("regex", {"pattern": r"docker run (\S+) \w+$"}, documents.prose()),
]
every_reader = pytest.mark.parametrize("case", CASES, ids=lambda case: case.reader)
# What holds is the question here, not how fast a busy machine draws documents.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_every_reader_has_its_documents() -> None:
    assert {case.reader for case in CASES} == set(READERS)


@every_reader
@unhurried
@given(data=st.data())
def test_a_write_changes_the_pins_and_no_other_byte(case: Case, data: st.DataObject) -> None:
    file, old, new = data.draw(case.files), data.draw(case.values), data.draw(case.values)
    selector = parse_selector(case.reader, case.options)
    before, after = file.filled(old).encode(), file.filled(new).encode()

    rows = read_bytes(case.reader, before, selector)
    assert set(rows.values()) == {old}
    assert write_bytes(case.reader, before, selector, new) == after
    assert read_bytes(case.reader, after, selector) == dict.fromkeys(rows, new)
    assert write_bytes(case.reader, after, selector, new) == after
    assert write_bytes(case.reader, after, selector, old) == before


@every_reader
@unhurried
@given(data=st.data())
def test_any_value_is_written_whole_or_refused(case: Case, data: st.DataObject) -> None:
    file, old, new = data.draw(case.files), data.draw(case.values), data.draw(st.text(max_size=12))
    selector = parse_selector(case.reader, case.options)
    before = file.filled(old).encode()
    try:
        written = write_bytes(case.reader, before, selector, new)
    except Unwritable:
        return
    assert written == file.filled(new).encode()
    assert set(read_bytes(case.reader, written, selector).values()) == {new}


@every_reader
@unhurried
@given(data=st.data())
def test_a_file_cut_or_damaged_anywhere_is_read_or_refused(case: Case, data: st.DataObject) -> None:
    file, old = data.draw(case.files), data.draw(case.values)
    whole = file.filled(old).encode()
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 5)) :]
    assume(damaged != whole)
    selector = parse_selector(case.reader, case.options)
    try:
        rows = read_bytes(case.reader, damaged, selector)
        written = write_bytes(case.reader, damaged, selector, "0" * 40)
    except (Unreadable, Unwritable) as reason:
        assert str(reason)  # noqa: PT017 either outcome is right
    else:
        assert read_bytes(case.reader, written, selector) == dict.fromkeys(rows, "0" * 40)


@every_reader
@unhurried
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused(case: Case, data: bytes) -> None:
    try:
        assert isinstance(read_bytes(case.reader, data, parse_selector(case.reader, case.options)), dict)
    except Unreadable as reason:
        assert "\n" not in str(reason)  # noqa: PT017 either outcome is right
