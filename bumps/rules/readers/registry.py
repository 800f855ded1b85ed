"""The readers by the name a pin site gives, and its options checked."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bumps.rules.readers import dockerfile, gitlink, line, regex, yaml_matrix, yaml_path
from bumps.rules.readers.contract import Reader

READERS: dict[str, Reader] = {
    "line": line,
    "yaml_matrix": yaml_matrix,
    "yaml_path": yaml_path,
    "dockerfile": dockerfile,
    "gitlink": gitlink,
    "regex": regex,
}


def parse_selector(reader_name: str, options: Mapping[str, object]) -> msgspec.Struct:
    """The reader's Selector. Raises ValueError, in one line, naming what is wrong and what is allowed."""
    if reader_name not in READERS:
        raise ValueError(f"unknown reader {reader_name!r}, expected one of {', '.join(sorted(READERS))}")
    kind = READERS[reader_name].Selector
    try:
        return msgspec.convert(dict(options), kind)
    except msgspec.ValidationError as error:
        allowed = ", ".join(kind.__struct_fields__)
        raise ValueError(f"reader {reader_name}: {error} (options: {allowed or 'none'})") from error
