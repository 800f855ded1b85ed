"""github.com itself: git over HTTP, and a plain page wherever a link of the API leads."""

from __future__ import annotations

import html

from tests.sandbox import githttp
from tests.sandbox.state.github import Repo
from tests.sandbox.state.people import at_least
from tests.sandbox.web.message import Request, Response
from tests.sandbox.world import World


class GitHubWeb:
    """The host people and git use; `{owner}/{repo}.git`, reading open to all, pushing to those with the right."""

    name = "github-web"

    def __init__(self, world: World) -> None:
        self._world = world

    def identity(self, request: Request) -> str:
        token = githttp.credentials(request)
        return "anonymous" if token is None else self._world.github_people.tokens.get(token, "invalid")

    def handle(self, request: Request) -> Response:
        if not githttp.is_git(request):
            return _page(request)
        name, end = githttp.repository_path(request)
        token = githttp.credentials(request)
        login = self._world.github_people.tokens.get(token) if token is not None else None
        if token is not None and login is None:
            return githttp.challenge()
        repo = self._world.repos.get(name)
        if repo is None or not at_least(repo.permission(login), "read"):
            # Whoever is not signed in might be allowed to: they are asked who they are.
            return githttp.challenge() if login is None else Response(404, b"Repository not found.\n")
        if githttp.is_push(request) and (refused := _may_not_push(repo, login)):
            return refused
        return githttp.serve(self._world, repo, request, end, login)


def _may_not_push(repo: Repo, login: str | None) -> Response | None:
    if login is None:
        return githttp.challenge()
    if repo.archived or not at_least(repo.permission(login), "write"):
        text = f"Permission to {repo.full_name}.git denied to {login}.\n"
        return Response(403, text.encode(), {"Content-Type": "text/plain"})
    return None


def _page(request: Request) -> Response:
    title = html.escape(request.path.strip("/") or "GitHub")
    body = f"<!doctype html><title>{title}</title><h1>{title}</h1><p>Sandbox: GitHub would show it here."
    return Response(200, body.encode(), {"Content-Type": "text/html; charset=utf-8"})
