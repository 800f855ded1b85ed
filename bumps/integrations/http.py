"""HTTP as adapters may use it: bounded in size and time, and a token never follows a redirect to another host."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from bumps.ports import NotFound, PortError, Refused, Unreachable

CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
ANSWER_SECONDS, ANSWER_BYTES = 120.0, 64 * 1024 * 1024
DOWNLOAD_SECONDS = 600.0
_CHUNK = 64 * 1024
_SECRET_HEADERS = ("Authorization", "PRIVATE-TOKEN", "JOB-TOKEN")


class TooLarge(requests.RequestException):
    """An answer beyond what is read of one."""


class BoundedSession(requests.Session):
    """Reads an answer up to a size and for a time, whatever its headers promise or its compression hides."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = 5
        self.auth = _nobody  # a ~/.netrc must not speak for us
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(max_retries=0))

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        streamed = kwargs.get("stream", False)
        kwargs["stream"] = True
        kwargs["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        response = super().send(request, **kwargs)
        if not streamed:
            with response:
                content = b"".join(bounded(response, ANSWER_BYTES, ANSWER_SECONDS))
            # What requests itself does when it reads an answer at once.
            response._content, response._content_consumed = content, True
        return response

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """requests takes Authorization alone away when a redirect leads to another host."""
        old, new = urlsplit(str(response.request.url)), urlsplit(str(prepared_request.url))
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            for name in _SECRET_HEADERS:
                prepared_request.headers.pop(name, None)


def bounded(response: requests.Response, limit: int, seconds: float) -> Iterator[bytes]:
    """The body in chunks. Raises TooLarge beyond `limit` bytes, requests' Timeout when it drips for too long."""
    deadline, size = time.monotonic() + seconds, 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"more than {limit / 1e6:.0f} MB")
        if time.monotonic() > deadline:
            raise requests.Timeout(f"not complete after {seconds:.0f} s")
        yield chunk


def stream(response: requests.Response, limit: int) -> Iterator[bytes]:
    """At most `limit` bytes of a body, in chunks; what is beyond is not read. Raises Unreachable."""
    left = limit
    try:
        with response:
            for chunk in bounded(response, limit + _CHUNK, DOWNLOAD_SECONDS):
                yield chunk[:left]
                left -= len(chunk)
                if left <= 0:
                    return
    except requests.RequestException as error:
        raise unreachable(error) from error


def download(url: str) -> requests.Response:
    """Open a link that an API handed out, without any credential. Raises PortError."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused("the remote pointed to a link that is neither http nor https")
    try:
        response = BoundedSession().get(url, stream=True)
    except requests.RequestException as error:
        raise unreachable(error) from error
    if response.status_code != requests.codes.ok:
        response.close()
        raise link_error(response.status_code)
    return response


def to_file(response: requests.Response, limit: int) -> BinaryIO:
    """The whole body in a temporary file. Raises Refused when it is larger than `limit`, Unreachable."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  the caller's to close
    try:
        with response:
            for chunk in bounded(response, limit, DOWNLOAD_SECONDS):
                file.write(chunk)
    except TooLarge as error:
        file.close()
        raise Refused(f"the file is {error}, the most that is read") from error
    except requests.RequestException as error:
        file.close()
        raise unreachable(error) from error
    file.seek(0)
    return file


def link_error(status: int) -> PortError:
    """Why a handed-out link gave nothing: these expire within a minute, so most are worth asking for again."""
    if status in (404, 410):
        return NotFound(f"the file behind the link is gone ({status})")
    return Unreachable(f"the link to the file answered {status}")


def unreachable(error: requests.RequestException) -> Unreachable:
    """One sentence, without the address: a query may hold a signature."""
    request = error.request
    host = urlsplit(str(request.url)).netloc if request is not None else ""
    kind = "did not answer in time" if isinstance(error, requests.Timeout) else "could not be read"
    reason = "" if isinstance(error, requests.Timeout) else f" ({_reason(error)})"
    return Unreachable(f"{host or 'the remote'} {kind}{reason}")


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, TooLarge):
        return str(error)
    words = {requests.ConnectionError: "the connection broke or was refused", requests.TooManyRedirects: "redirects"}
    return next((word for kind, word in words.items() if isinstance(error, kind)), type(error).__name__)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
