from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bumps.rules.readers import READERS, parse_selector


def test_every_reader_has_the_same_shape() -> None:
    assert sorted(READERS) == ["dockerfile", "gitlink", "line", "regex", "yaml_matrix", "yaml_path"]
    for reader in READERS.values():
        assert issubclass(reader.Selector, msgspec.Struct)
        assert callable(reader.read)
        assert callable(reader.write)


def test_a_selector_can_key_a_cache() -> None:
    options = {"path": "a", "image": "b"}
    assert parse_selector("yaml_path", options) == parse_selector("yaml_path", dict(options))
    assert hash(parse_selector("dockerfile", {"arg": "A"})) == hash(parse_selector("dockerfile", {"arg": "A"}))


@pytest.mark.parametrize(
    ("reader", "options", "message"),
    [
        (
            "lines",
            {},
            "unknown reader 'lines', expected one of dockerfile, gitlink, line, regex, yaml_matrix, yaml_path",
        ),
        ("line", {"row": 1}, "reader line: Object contains unknown field `row` (options: none)"),
        ("yaml_path", {}, "reader yaml_path: Object missing required field `path` (options: path, image)"),
        (
            "yaml_matrix",
            {"where": {"A": 1}, "key": "B"},
            "reader yaml_matrix: Expected `str`, got `int` - at `$.where[...]` (options: where, key, row, path)",
        ),
        ("dockerfile", {}, "reader dockerfile: needs `arg`, `image` or both (options: arg, image)"),
    ],
)
def test_bad_options_are_refused_in_one_line_that_names_what_is_allowed(
    reader: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match="reader") as refused:
        parse_selector(reader, options)
    assert str(refused.value) == message
