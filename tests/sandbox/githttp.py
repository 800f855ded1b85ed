"""Git's smart HTTP over the world's repositories, by git's own `http-backend`."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from collections.abc import Iterator
from typing import IO

from tests.sandbox import refs
from tests.sandbox.state.github import Repo
from tests.sandbox.state.gitlab import Project
from tests.sandbox.web.message import Request, Response
from tests.sandbox.world import World

CHUNK = 1 << 16
FORWARDED = {"content-type": "CONTENT_TYPE", "git-protocol": "HTTP_GIT_PROTOCOL"}
FORWARDED |= {"content-encoding": "HTTP_CONTENT_ENCODING"}


def credentials(request: Request) -> str | None:
    """The secret of Basic authentication, whatever user name stands before it; None where there is none."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    return base64.b64decode(value).decode(errors="replace").partition(":")[2]


def is_git(request: Request) -> bool:
    return ".git/" in request.path or request.first("service").startswith("git-")


def is_push(request: Request) -> bool:
    return "git-receive-pack" in request.path or request.first("service") == "git-receive-pack"


def repository_path(request: Request) -> tuple[str, str]:
    """`owner/name` and what follows; `.git` may be left out."""
    for end in ("/info/refs", "/git-upload-pack", "/git-receive-pack"):
        if request.path.endswith(end):
            return request.path.removesuffix(end).strip("/").removesuffix(".git"), end
    return request.path.strip("/").partition(".git/")[0], request.path.partition(".git")[2]


def challenge() -> Response:
    return Response(401, b"Authentication required\n", {"WWW-Authenticate": 'Basic realm="Git"'})


def serve(world: World, where: Repo | Project, request: Request, end: str, login: str | None) -> Response:
    """Run the backend; after a push, let follow what follows a push."""
    path = where.origin.path
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_PROJECT_ROOT": str(path.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": f"/{path.name}{end}",
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.query_string,
        "CONTENT_LENGTH": str(len(request.body)),
        "REMOTE_ADDR": "127.0.0.1",
        # Without a user the backend refuses every push.
        **({"REMOTE_USER": login} if login else {}),
        **{variable: request.headers[name] for name, variable in FORWARDED.items() if name in request.headers},
        **_settings(),
    }
    if is_push(request):
        done = subprocess.run(["git", "http-backend"], input=request.body, env=environment, capture_output=True)
        refs.notice(world, where, login or "")
        return _split(done.stdout)
    return _streamed(environment, request.body)


def _settings() -> dict[str, str]:
    values = {"safe.directory": "*", "http.receivepack": "true", "receive.denyDeleteCurrent": "ignore"}
    values |= {"uploadpack.allowAnySHA1InWant": "true", "uploadpack.allowFilter": "true", "gc.auto": "0"}
    found = {"GIT_CONFIG_COUNT": str(len(values)), "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"}
    for index, (name, value) in enumerate(values.items()):
        found |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
    return found


def _streamed(environment: dict[str, str], body: bytes) -> Response:
    """The answer goes out as git makes it; the question waits in a file, so that neither pipe can block."""
    with tempfile.TemporaryFile() as question:
        question.write(body)
        question.seek(0)
        process = subprocess.Popen(["git", "http-backend"], stdin=question, stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    head = b""
    while line := process.stdout.readline():
        if not line.strip():
            break
        head += line
    response = _split(head)
    response.body = _rest(process, process.stdout)
    return response


def _rest(process: subprocess.Popen[bytes], out: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := out.read(CHUNK):
            yield chunk
    finally:
        out.close()
        process.kill()
        process.wait()


def _split(answer: bytes) -> Response:
    """A CGI answer: headers, an empty line, the body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
    status = int(headers.pop("Status", "200 OK").split()[0])
    return Response(status, body, headers)
