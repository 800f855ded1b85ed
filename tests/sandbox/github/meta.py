"""Who am I, what is left, whose repository is this."""

from __future__ import annotations

from tests.sandbox.github.call import Call, refuse, routes
from tests.sandbox.state.people import at_least
from tests.sandbox.web.message import Response, json_response


@routes.get("/rate_limit")
def rate_limit(call: Call) -> Response:
    core = call.quota.window(call.login).as_json()
    other = {"limit": 30, "used": 0, "remaining": 30, "reset": core["reset"]}
    resources = {"core": core, "search": other, "graphql": {**other, "limit": 5000, "remaining": 5000}}
    return json_response({"resources": resources, "rate": core})


@routes.get("/user")
def user(call: Call) -> Response:
    return json_response(call.face.full_user(call.world.github_people.users[call.who]))


@routes.get("/users/{login}")
def user_of(call: Call) -> Response:
    found = call.world.github_people.users.get(call.values["login"])
    if found is None:
        refuse(404, "Not Found")
    return json_response(call.face.full_user(found))


@routes.get("/repos/{owner}/{repo}")
def repository(call: Call) -> Response:
    return json_response(call.face.full_repo(call.repo(), call.login))


@routes.get("/orgs/{org}/members/{login}")
def member(call: Call) -> Response:
    """204 for a member; somebody outside the organisation only learns of public members (none here)."""
    people, org = call.world.github_people, call.values["org"]
    if call.login is None or not people.is_member(org, call.login):
        return Response(302, b"", {"Location": f"{call.request.base}/orgs/{org}/public_members/{call.values['login']}"})
    if not people.is_member(org, call.values["login"]):
        refuse(404, "User is not a member of the organization")
    return Response(204)


@routes.get("/orgs/{org}/public_members/{login}")
def public_member(call: Call) -> Response:
    refuse(404, "Not Found")


@routes.get("/repos/{owner}/{repo}/collaborators/{login}/permission")
def permission(call: Call) -> Response:
    """What somebody may do here; only those who may push are told."""
    repo = call.repo()
    if not at_least(repo.permission(call.who), "write"):
        refuse(403, "Must have push access to view collaborator permission.")
    login = call.values["login"]
    if login not in call.world.github_people.users:
        refuse(404, "Not Found")
    has = repo.permission(login)
    shown = {"triage": "read"}.get(has, has)
    user = call.face.user(login)
    return json_response({"permission": shown, "role_name": has, "user": user | {"role_name": has}})
