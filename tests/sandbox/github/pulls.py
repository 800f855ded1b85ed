"""Pull requests: list, open, change, what they hold."""

from __future__ import annotations

from tests.sandbox import gitstore, refs
from tests.sandbox.github import show_git, show_pulls
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.github.issues import set_state
from tests.sandbox.opened import open_pull
from tests.sandbox.refs import PullEvent
from tests.sandbox.state.github import Repo
from tests.sandbox.state.people import at_least
from tests.sandbox.web.message import Response, json_response

BASE = "/repos/{owner}/{repo}/pulls"
ONE = f"{BASE}/{{number:int}}"


@routes.get(BASE)
def pulls(call: Call) -> Response:
    """`state`, `head` (owner:branch), `base`, `sort`, `direction`."""
    repo, first = call.repo(), call.request.first
    state, head, base = first("state", "open"), first("head"), first("base")
    found = [
        (issue, pull)
        for issue, pull in repo.pulls()
        if state in ("all", issue.state)
        and base in ("", pull.base)
        and (":" not in head or head == f"{pull.head_repo.owner if pull.head_repo else 'ghost'}:{pull.head}")
    ]
    sort = first("sort", "created")
    field = {"updated": "updated_at"}.get(sort, "created_at")
    descending = first("direction", "desc" if sort == "created" else "asc") == "desc"
    found.sort(key=lambda pair: (getattr(pair[0], field), pair[0].number), reverse=descending)
    return call.listed(found, lambda pair: show_pulls.pull_simple(call.face, repo, *pair))


@routes.post(BASE)
def create(call: Call) -> Response:
    repo = call.repo()
    body = call.request.json()
    title, head, base = call.text("title"), call.text("head"), call.text("base")
    source, branch = _head(call, repo, head)
    tip = gitstore.heads(source.origin).get(branch) if source else None
    if source is None or tip is None:
        invalid("PullRequest", code="invalid", field="head")
    if base not in gitstore.heads(repo.origin):
        invalid("PullRequest", code="invalid", field="base")
    if not at_least(source.permission(call.who), "write"):
        refuse(403, "Resource not accessible by personal access token")
    label = f"{source.owner}:{branch}"
    for issue, pull in repo.pulls():
        same = pull.head_repo is source and pull.head == branch and pull.base == base
        if issue.state == "open" and same:
            invalid("PullRequest", message=f"A pull request already exists for {label}.")
    if source is not repo:
        refs.bring(source, repo, branch)
    if not gitstore.between(repo.origin, gitstore.heads(repo.origin)[base], tip):
        invalid("PullRequest", message=f"No commits between {base} and {branch}")
    draft = body.get("draft") is True
    issue = open_pull(call.world, repo, source, branch, base, title, call.who, body.get("body") or "", draft=draft)
    assert issue.pull is not None
    return json_response(show_pulls.pull_full(call.face, repo, issue, issue.pull), 201)


@routes.get(ONE)
def pull(call: Call) -> Response:
    repo = call.repo()
    return json_response(show_pulls.pull_full(call.face, repo, *call.pull(repo)))


@routes.patch(ONE)
def update(call: Call) -> Response:
    repo = call.repo()
    issue, found = call.pull(repo)
    if call.who != issue.author and not at_least(repo.permission(call.who), "write"):
        refuse(403, "Resource not accessible by personal access token")
    body, state = call.request.json(), call.request.json().get("state")
    issue.title = body.get("title") or issue.title
    issue.body = body.get("body", issue.body) or ""
    if state not in (None, "open", "closed"):
        invalid("PullRequest", code="invalid", field="state")
    if state == "open" and found.merged_at is not None:
        invalid("PullRequest", message="state cannot be changed. The pull request was merged.")
    if state:
        set_state(call, repo, issue, state)
    issue.updated_at = call.world.now()
    call.world.tell("pull_request", PullEvent(repo, issue, "edited", call.who))
    return json_response(show_pulls.pull_full(call.face, repo, issue, found))


@routes.put(f"{ONE}/update-branch")
def update_branch(call: Call) -> Response:
    """Merge the base into the head."""
    repo = call.repo()
    _, found = call.pull(repo)
    source = found.head_repo
    if source is None or not at_least(source.permission(call.who), "write"):
        refuse(403, "Resource not accessible by personal access token")
    expected = call.request.json().get("expected_head_sha")
    if expected and expected != found.head_sha:
        refuse(422, "expected head sha didn’t match current head ref.")
    base = gitstore.heads(repo.origin)[found.base]
    if not gitstore.between(repo.origin, found.head_sha, base):
        refuse(422, "There are no new commits on the base branch.")
    tree = gitstore.merged_tree(repo.origin, base, found.head_sha)
    if tree is None or source is not repo:
        refuse(422, "merge conflict between base and head")
    text = f"Merge branch '{found.base}' into {found.head}"
    gitstore.commit_tree(repo.origin, found.head, tree, [found.head_sha, base], text, call.who, call.world.now())
    refs.notice(call.world, repo, call.who)
    url = f"{call.face.repo_api(repo)}/pulls/{found.number}"
    return json_response({"message": "Updating pull request branch.", "url": url}, 202)


@routes.get(f"{ONE}/files")
def files(call: Call) -> Response:
    repo = call.repo()
    _, found = call.pull(repo)
    show = show_git.file
    return call.listed(show_pulls.changes(repo, found), lambda one: show(call.face, repo, found.head_sha, one))


@routes.get(f"{ONE}/commits")
def commits(call: Call) -> Response:
    repo = call.repo()
    _, found = call.pull(repo)
    return call.listed(show_pulls.commits(repo, found)[:250], lambda one: show_git.commit(call.face, repo, one))


@routes.get(f"{ONE}/merge")
def merged(call: Call) -> Response:
    repo = call.repo()
    _, found = call.pull(repo)
    if found.merged_at is None:
        refuse(404, "Not Found")
    return Response(204)


def _head(call: Call, repo: Repo, head: str) -> tuple[Repo | None, str]:
    """`branch`, or `owner:branch` of a fork."""
    owner, colon, branch = head.rpartition(":")
    if not colon or owner == repo.owner:
        return repo, branch
    forks = [one for one in call.world.repos.values() if one.owner == owner and one.parent is repo]
    return (forks[0] if forks else None), branch
