"""What a handler is given, and how it says no in GitHub's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from tests.sandbox.github.face import Face
from tests.sandbox.github.quota import Quota
from tests.sandbox.state.github import Issue, Pull, Repo
from tests.sandbox.state.people import Permission, at_least
from tests.sandbox.storage import Storage
from tests.sandbox.web.message import Answer, Json, Request, Response, json_response
from tests.sandbox.web.paging import link_header, page_of
from tests.sandbox.web.routes import Routes
from tests.sandbox.world import World

T = TypeVar("T")
DOCS = "https://docs.github.com/rest"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API, with its path's values. `login` is None without a token."""

    world: World
    storage: Storage
    request: Request
    values: Mapping[str, str]
    login: str | None
    face: Face
    quota: Quota

    @property
    def who(self) -> str:
        """Who writes. Ends in 401 for nobody."""
        if self.login is None:
            refuse(401, "Requires authentication")
        return self.login

    def repo(self, needs: Permission = "read") -> Repo:
        """The repository of the path, if it may be used so; 404 hides what may not be read."""
        repo = self.world.repos.get(f"{self.values['owner']}/{self.values['repo']}")
        if repo is None or not at_least(repo.permission(self.login), "read"):
            refuse(404, "Not Found")
        if needs != "read":
            if not at_least(repo.permission(self.who), needs):
                refuse(403, "Resource not accessible by personal access token")
            if repo.archived:
                refuse(403, "Repository was archived so is read-only.")
        return repo

    def issue(self, repo: Repo) -> Issue:
        issue = repo.issues.get(int(self.values["number"]))
        if issue is None:
            refuse(404, "Not Found")
        return issue

    def pull(self, repo: Repo) -> tuple[Issue, Pull]:
        issue = self.issue(repo)
        if issue.pull is None:
            refuse(404, "Not Found")
        return issue, issue.pull

    def number(self, name: str) -> int:
        text = self.values[name]
        if not text.isdecimal():
            refuse(404, "Not Found")
        return int(text)

    def listed(self, items: Sequence[T], show: Callable[[T], Json]) -> Response:
        """One page of a list, with its links."""
        page = page_of(self.request, items)
        return json_response([show(item) for item in page.items], headers=link_header(self.request, page))

    def counted(self, key: str, items: Sequence[T], show: Callable[[T], Json], cap: int | None = None) -> Response:
        """One page of a list that says its total. `cap`: nothing beyond that many is given out."""
        page = page_of(self.request, items[:cap])
        body = {"total_count": len(items), key: [show(item) for item in page.items]}
        return json_response(body, headers=link_header(self.request, page))

    def text(self, name: str, *, required: bool = True) -> str:
        """A string of the body. Ends in 422 where it is missing or not one."""
        value: Any = self.request.json().get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value):
            refuse(422, "Invalid request.\n\n" + f'"{name}" wasn\'t supplied.')
        return str(value)


Handler = Callable[[Call], Response]
routes: Routes[Handler] = Routes()


def refuse(
    status: int, message: str, errors: Sequence[Json] = (), headers: Mapping[str, str] | None = None
) -> NoReturn:
    """End the call with an error as GitHub words it."""
    body: Json = {"message": message, "documentation_url": DOCS, "status": str(status)}
    if errors:
        body["errors"] = list(errors)
    raise Answer(json_response(body, status, headers))


def invalid(resource: str, *, code: str = "custom", field: str = "", message: str = "") -> NoReturn:
    """A 422 that names what was wrong."""
    error = {"resource": resource, "code": code}
    error |= ({"field": field} if field else {}) | ({"message": message} if message else {})
    refuse(422, "Validation Failed", [error])
