"""The API host: who asks, may they still, which handler, what is remembered of the answer."""

from __future__ import annotations

import base64
import hashlib
import uuid

from tests.sandbox.github import quota
from tests.sandbox.github.call import Call, refuse, routes
from tests.sandbox.github.face import Face
from tests.sandbox.storage import Storage
from tests.sandbox.web.message import Answer, Request, Response
from tests.sandbox.world import World

# Importing them is what registers their routes.
from tests.sandbox.github import (  # noqa: F401  isort: skip
    actions,
    checks,
    commits,
    contents,
    git_data,
    issues,
    labels,
    meta,
    pulls,
    reruns,
    workflow_jobs,
)


class GitHub:
    """api.github.com. `web` is where github.com is; both are set before the first request."""

    name = "github"

    def __init__(self, world: World, storage: Storage) -> None:
        self._world, self._storage = world, storage
        self.quota = quota.Quota(world.clock)
        self.web = ""

    def face(self, base: str) -> Face:
        return Face(self._world, base, self.web)

    def identity(self, request: Request) -> str:
        token = _token(request)
        return "anonymous" if token is None else self._world.github_people.tokens.get(token, "invalid")

    def handle(self, request: Request) -> Response:
        try:
            response = self._answer(request)
        except Answer as answer:
            response = answer.response
        response.headers["X-GitHub-Request-Id"] = str(uuid.uuid4()).upper()
        response.headers.setdefault("X-GitHub-Media-Type", "github.v3; format=json")
        return response

    def _answer(self, request: Request) -> Response:
        if "user-agent" not in request.headers:
            refuse(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent")
        token = _token(request)
        login = self._world.github_people.tokens.get(token) if token is not None else None
        if token is not None and login is None:
            refuse(401, "Bad credentials")
        with self._world.lock:
            window = self.quota.window(login)
            free = request.path == "/rate_limit"
            if window.remaining == 0 and not free:
                whom = f"user ID {self._world.github_people.user(login).id}" if login else "127.0.0.1"
                refuse(403, f"API rate limit exceeded for {whom}.", headers=quota.headers(window))
            try:
                response = self._dispatch(request, login)
            except Answer as answer:
                response = answer.response
            response = _conditional(request, response, token)
            # A 304 costs nothing, but only to those who say who they are.
            if not free and not (response.status == 304 and login):
                window.used += 1
            response.headers.update(quota.headers(window))
        return response

    def _dispatch(self, request: Request, login: str | None) -> Response:
        found = routes.find(request.method, request.target)
        if found is None:
            refuse(404, "Not Found")
        handler, values = found
        face = self.face(request.base)
        return handler(Call(self._world, self._storage, request, values, login, face, self.quota))


def _conditional(request: Request, response: Response, token: str | None) -> Response:
    """ETags belong to a token: another's is never a 304."""
    if request.method != "GET" or response.status != 200 or not isinstance(response.body, bytes):
        return response
    digest = hashlib.sha256(f"{token}\n".encode() + response.body).hexdigest()
    etag = f'W/"{digest}"'
    response.headers |= {"ETag": etag, "Cache-Control": "private, max-age=60, s-maxage=60", "Vary": "Accept"}
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if etag.removeprefix("W/") in asked:
        kept = {name: value for name, value in response.headers.items() if name not in ("Content-Type", "Link")}
        return Response(304, b"", kept)
    return response


def _token(request: Request) -> str | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() in ("token", "bearer"):
        return value.strip()
    if kind.lower() == "basic":
        return base64.b64decode(value).decode(errors="replace").partition(":")[2]
    return None
