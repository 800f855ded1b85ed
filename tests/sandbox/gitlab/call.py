"""What a handler is given, and how it says no in GitLab's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from tests.sandbox.state.gitlab import LabJob, Pipeline, Project
from tests.sandbox.storage import Storage
from tests.sandbox.web.message import Answer, Json, Request, Response, json_response
from tests.sandbox.web.paging import link_header, page_of
from tests.sandbox.web.routes import Routes
from tests.sandbox.world import World

T = TypeVar("T")
GUEST, REPORTER, DEVELOPER, MAINTAINER = 10, 20, 30, 40


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API, with its path's values. `login` is None without a token."""

    world: World
    storage: Storage
    request: Request
    values: Mapping[str, str]
    login: str | None

    @property
    def who(self) -> str:
        return self.login or refuse(401, "401 Unauthorized")

    def project(self, needs: int = GUEST) -> Project:
        """The project of the path, by number or by its path; a 404 hides what may not be seen."""
        name = self.values["id"]
        found = {str(one.id): one for one in self.world.projects.values()} | self.world.projects
        project = found.get(name)
        if project is None or project.level(self.login) < GUEST:
            refuse(404, "404 Project Not Found")
        if project.level(self.login) < needs:
            refuse(403 if self.login else 401, "403 Forbidden" if self.login else "401 Unauthorized")
        if needs >= DEVELOPER and project.archived:
            refuse(403, "403 Forbidden")
        return project

    def pipeline(self, project: Project) -> Pipeline:
        found = project.pipelines.get(int(self.values["pipeline"]))
        return found or refuse(404, "404 Not found")

    def job(self, project: Project) -> tuple[Pipeline, LabJob]:
        found = project.jobs.get(int(self.values["job"]))
        return found or refuse(404, "404 Not found")

    def listed(self, items: Sequence[T], show: Callable[[T], Json]) -> Response:
        """One page of a list, with GitLab's paging headers."""
        page = page_of(self.request, items, default=20)
        headers = link_header(self.request, page) | {
            "X-Page": str(page.number),
            "X-Per-Page": str(page.size),
            "X-Next-Page": str(page.number + 1) if page.number < page.last else "",
            "X-Prev-Page": str(page.number - 1) if page.number > 1 else "",
            "X-Total": str(page.total),
            "X-Total-Pages": str(page.last),
        }
        return json_response([show(item) for item in page.items], headers=headers)

    def several(self, name: str) -> list[str]:
        """A list parameter: `scope[]=a&scope[]=b`, `scope=a`, or in the body."""
        return self.request.query.get(f"{name}[]", []) + self.request.query.get(name, [])

    def given(self, name: str) -> Any:
        """A parameter of the body, or of the query as GitLab allows too."""
        body = self.request.json() if "json" in self.request.headers.get("content-type", "") else {}
        return body.get(name, self.request.first(name) or None)

    def text(self, name: str) -> str:
        value = self.given(name)
        if not value:
            raise Answer(json_response({"error": f"{name} is missing"}, 400))
        return str(value)


Handler = Callable[[Call], Response]
routes: Routes[Handler] = Routes()


def refuse(status: int, message: object) -> NoReturn:
    """End the call with an error as GitLab words it."""
    raise Answer(json_response({"message": message}, status))
