"""What stands beside the JSON of an answer: the link to the next page, the message of a refusal."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="next"')


def following(header: str) -> str:
    """The next page's address out of a Link header; empty: this is the last."""
    match = _NEXT.search(header)
    return match[1] if match else ""


def below_api(url: str) -> str:
    """A GitLab link without its host: a server that does not know its own address must not send us elsewhere."""
    parts = urlsplit(url)
    path = parts.path.partition("/api/v4")[2]
    return f"{path}?{parts.query}" if path else ""


def message(body: str) -> str:
    """What an error's body says, where it says it in JSON."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = (value.get("message") or value.get("error")) if isinstance(value, dict) else None
    return said if isinstance(said, str) else ""
