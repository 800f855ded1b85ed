"""A threaded HTTP/1.1 server for one service: logs each request, lets faults meet it, streams the answer."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import urlsplit

from tests.sandbox.clock import Clock
from tests.sandbox.faults import Broken, Faults
from tests.sandbox.log import RequestLog
from tests.sandbox.web.message import Request, Response, json_response

BODY_LIMIT = 256 * 1024 * 1024
GONE = (BrokenPipeError, ConnectionError, TimeoutError)


class Service(Protocol):
    """One host of the world."""

    name: str

    def handle(self, request: Request) -> Response:
        """Answer. Whatever it raises becomes a 500."""

    def identity(self, request: Request, /) -> str:
        """Who asks, for the log: a login, `anonymous`, or `invalid`."""


class Host(ThreadingHTTPServer):
    """A service on a free port of loopback."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, service: Service, clock: Clock, faults: Faults, log: RequestLog, port: int = 0) -> None:
        self.service, self.clock, self.faults, self.log = service, clock, faults, log
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Connection)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name=service.name, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Refuse new connections and end those that are open."""
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news; anything else is a fault of the sandbox."""
        if not isinstance(sys.exception(), GONE):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "sandbox", ""
    # Answers are written in two pieces; without this every small one waits for the client's delayed ACK.
    disable_nagle_algorithm = True
    server: Host

    def _answer(self) -> None:
        started = time.monotonic()
        request = self._request()
        if request is None:
            return
        fault = self.server.faults.pick(request)
        status = 0
        try:
            response = (
                self._handle(request) if fault is None else self.server.faults.apply(fault, request, self._handle)
            )
            status = response.status
            self._log(request, status, fault.kind if fault else "", started)
            self._send(response)
        except Broken as broken:
            self._log(request, 0, broken.how, started)
            if broken.response is None:
                self._reset()
            else:
                self._send_half(broken.response)
        except GONE:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _answer  # noqa: N815

    def _log(self, request: Request, status: int, fault: str, started: float) -> None:
        identity = self.server.service.identity(request)
        seconds = time.monotonic() - started
        now = self.server.clock.now()
        self.server.log.add(request, at=now, identity=identity, status=status, fault=fault, seconds=seconds)

    def _handle(self, request: Request) -> Response:
        try:
            return self.server.service.handle(request)
        except Exception as error:  # noqa: BLE001  a fault of the sandbox must show in the test that met it
            traceback.print_exc()
            return json_response({"message": f"Sandbox error: {error!r}"}, 500)

    def _request(self) -> Request | None:
        body = self._body()
        if body is None:
            self._send(json_response({"message": "Payload too large"}, 413))
            self.close_connection = True
            return None
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        name, base = self.server.service.name, self.server.url
        return Request(name, self.command, parts.path, parts.query, headers, body, base)

    def _body(self) -> bytes | None:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunked()
        length = int(self.headers.get("Content-Length") or 0)
        return None if length > BODY_LIMIT else self.rfile.read(length)

    def _chunked(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _send(self, response: Response) -> None:
        body = response.body
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes):
            body = self._compressed(response, body)
            if response.status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in body:
            if chunk:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _compressed(self, response: Response, body: bytes) -> bytes:
        """As the real services do: JSON of some size goes compressed to whoever accepts it."""
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        fit = "json" in response.headers.get("Content-Type", "") and "Content-Encoding" not in response.headers
        if not (accepts and fit and len(body) > 4096):
            return body
        self.send_header("Content-Encoding", "gzip")
        return gzip.compress(body, 1)

    def _send_half(self, response: Response) -> None:
        body = response.body if isinstance(response.body, bytes) else b"".join(response.body)
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def _reset(self) -> None:
        """End with RST, not FIN: nothing a client could take for an answer."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """The request log says it better."""
