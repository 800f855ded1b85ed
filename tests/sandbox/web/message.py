"""A request and an answer, free of any framework."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What came in. `target` is the path as sent, still percent-encoded: GitLab's project ids need it so."""

    service: str
    method: str
    target: str
    query_string: str
    headers: Mapping[str, str]
    body: bytes
    base: str

    @property
    def path(self) -> str:
        return unquote(self.target)

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.query_string, keep_blank_values=True)

    def first(self, name: str, default: str = "") -> str:
        """The last value given for a query parameter, as the real services read it."""
        return self.query.get(name, [default])[-1]

    def any_json(self) -> Any:
        """The body, whatever JSON it is. Raises Answer(400) for anything else."""
        try:
            return json.loads(self.body or b"{}")
        except ValueError as error:
            raise Answer(json_response({"message": "Problems parsing JSON"}, 400)) from error

    def json(self) -> Json:
        """The body as an object. Raises Answer(400) for anything else."""
        value = self.any_json()
        if not isinstance(value, dict):
            raise Answer(json_response({"message": "Body should be a JSON object"}, 400))
        return value


@dataclass(slots=True)
class Response:
    """What goes out. A body that is an iterator is streamed in chunks."""

    status: int = 200
    body: bytes | Iterator[bytes] = b""
    headers: dict[str, str] = field(default_factory=dict)


class Answer(Exception):
    """Ends a handler early with this response."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, separators=(",", ":")).encode()
    return Response(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def redirect(url: str, status: int = 302) -> Response:
    return Response(status, b"", {"Location": url})
