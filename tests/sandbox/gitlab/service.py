"""The GitLab host: API, git and pages under one address."""

from __future__ import annotations

import uuid

from tests.sandbox import githttp
from tests.sandbox.gitlab.call import DEVELOPER, GUEST, Call, refuse, routes
from tests.sandbox.storage import Storage
from tests.sandbox.web.message import Answer, Request, Response
from tests.sandbox.world import World

# Importing them is what registers their routes.
from tests.sandbox.gitlab import commits, jobs, merge_requests, pipelines, projects  # noqa: F401  isort: skip

API = "/api/v4"


class GitLab:
    """A self-managed GitLab; tokens by PRIVATE-TOKEN, Bearer, or as the password of git's Basic."""

    name = "gitlab"

    def __init__(self, world: World, storage: Storage) -> None:
        self._world, self._storage = world, storage

    def identity(self, request: Request) -> str:
        token = _token(request)
        return "anonymous" if token is None else self._world.gitlab_people.tokens.get(token, "invalid")

    def handle(self, request: Request) -> Response:
        if githttp.is_git(request):
            return self._git(request)
        try:
            response = self._api(request)
        except Answer as answer:
            response = answer.response
        response.headers["X-Request-Id"] = uuid.uuid4().hex
        return response

    def _api(self, request: Request) -> Response:
        token = _token(request)
        login = self._world.gitlab_people.tokens.get(token) if token is not None else None
        if token is not None and login is None:
            refuse(401, "401 Unauthorized")
        found = routes.find(request.method, request.target.removeprefix(API)) if API in request.target else None
        if found is None:
            refuse(404, "404 Not Found")
        handler, values = found
        with self._world.lock:
            return handler(Call(self._world, self._storage, request, values, login))

    def _git(self, request: Request) -> Response:
        path, end = githttp.repository_path(request)
        token = _token(request)
        login = self._world.gitlab_people.tokens.get(token) if token is not None else None
        project = self._world.projects.get(path)
        needs = DEVELOPER if githttp.is_push(request) else GUEST
        if (token is not None and login is None) or (
            login is None and (project is None or project.level(None) < needs)
        ):
            return githttp.challenge()
        if project is None or project.level(login) < GUEST:
            return Response(404, b"The project you were looking for could not be found.\n")
        if project.level(login) < needs:
            return Response(403, b"You are not allowed to push code to this project.\n")
        return githttp.serve(self._world, project, request, end, login)


def _token(request: Request) -> str | None:
    if "private-token" in request.headers:
        return request.headers["private-token"]
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    return githttp.credentials(request)
