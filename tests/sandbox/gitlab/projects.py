"""The server itself, who asks, projects and their branches."""

from __future__ import annotations

from tests.sandbox import gitstore, refs
from tests.sandbox.gitlab.call import DEVELOPER, Call, refuse, routes
from tests.sandbox.gitlab.show import Show, stamp
from tests.sandbox.web.message import Response, json_response


def show(call: Call) -> Show:
    return Show(call.world, call.request.base)


@routes.get("/version")
def version(call: Call) -> Response:
    assert call.who
    return json_response({"version": "18.4.1-ee", "revision": "c0ffee1"})


@routes.get("/metadata")
def metadata(call: Call) -> Response:
    assert call.who
    return json_response({"version": "18.4.1-ee", "revision": "c0ffee1", "enterprise": True})


@routes.get("/user")
def user(call: Call) -> Response:
    more = {"email": f"{call.who}@example.org", "is_admin": False, "created_at": stamp(call.world.clock.start_of_time)}
    return json_response(show(call).user(call.who) | more)


@routes.get("/projects/{id}")
def project(call: Call) -> Response:
    return json_response(show(call).project(call.project()))


@routes.get("/projects/{id}/members/all/{user:int}")
@routes.get("/projects/{id}/members/{user:int}")
def member(call: Call) -> Response:
    """What a user may do in the project."""
    found, wanted = call.project(), call.values["user"]
    for login, level in found.members.items():
        if str(call.world.gitlab_people.user(login).id) == wanted:
            return json_response(show(call).user(login) | {"access_level": level, "expires_at": None})
    return refuse(404, "404 Not found")


@routes.get("/projects/{id}/repository/branches")
def branches(call: Call) -> Response:
    found, search = call.project(), call.request.first("search")
    heads = sorted(gitstore.heads(found.origin).items())
    wanted = [item for item in heads if _matches(item[0], search)]
    return call.listed(wanted, lambda item: show(call).branch(found, *item))


@routes.get("/projects/{id}/repository/branches/{branch}")
def branch(call: Call) -> Response:
    found, name = call.project(), call.values["branch"]
    sha = gitstore.heads(found.origin).get(name) or refuse(404, "404 Branch Not Found")
    return json_response(show(call).branch(found, name, sha))


@routes.post("/projects/{id}/repository/branches")
def create_branch(call: Call) -> Response:
    found = call.project(DEVELOPER)
    name, start = call.text("branch"), call.text("ref")
    if name in gitstore.heads(found.origin):
        refuse(400, "Branch already exists")
    commit = gitstore.resolve(found.origin, start) or refuse(400, f"Invalid reference name: {start}")
    found.origin.branch(name, str(commit.id))
    refs.notice(call.world, found, call.who)
    return json_response(show(call).branch(found, name, str(commit.id)), 201)


@routes.delete("/projects/{id}/repository/branches/{branch}")
def delete_branch(call: Call) -> Response:
    found, name = call.project(DEVELOPER), call.values["branch"]
    if name not in gitstore.heads(found.origin):
        refuse(404, "404 Branch Not Found")
    if name in found.protected:
        refuse(403, "403 Forbidden")
    found.origin.delete(name)
    refs.notice(call.world, found, call.who)
    return Response(204)


def _matches(name: str, search: str) -> bool:
    """`^start`, `end$`, or anywhere."""
    if search.startswith("^"):
        return name.startswith(search[1:])
    if search.endswith("$"):
        return name.endswith(search[:-1])
    return search in name
