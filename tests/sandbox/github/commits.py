"""Branches, commits and comparisons."""

from __future__ import annotations

from datetime import datetime

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.github import show_git
from tests.sandbox.github.call import Call, refuse, routes
from tests.sandbox.github.show_pulls import pull_simple
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json, Response, json_response

BASE = "/repos/{owner}/{repo}"


@routes.get(f"{BASE}/branches")
def branches(call: Call) -> Response:
    repo = call.repo()
    found = sorted(gitstore.heads(repo.origin).items())
    if call.request.first("protected") in ("true", "false"):
        wanted = call.request.first("protected") == "true"
        found = [(name, sha) for name, sha in found if (name in repo.protected) == wanted]
    return call.listed(found, lambda item: _branch(call, repo, *item))


@routes.get(f"{BASE}/branches/{{branch:path}}")
def branch(call: Call) -> Response:
    repo, name = call.repo(), call.values["branch"]
    sha = gitstore.heads(repo.origin).get(name)
    if sha is None:
        refuse(404, "Branch not found")
    head = repo.origin.repo[sha].peel(pygit2.Commit)
    api, web = call.face.repo_api(repo), call.face.repo_web(repo)
    shown = _branch(call, repo, name, sha) | {"commit": show_git.commit(call.face, repo, head)}
    links = {"self": f"{api}/branches/{name}", "html": f"{web}/tree/{name}"}
    return json_response(shown | {"_links": links})


@routes.get(f"{BASE}/commits")
def commits(call: Call) -> Response:
    repo, first = call.repo(), call.request.first
    start = gitstore.resolve(repo.origin, first("sha") or repo.default_branch)
    if start is None:
        refuse(404, "Not Found")
    found = gitstore.log(repo.origin, str(start.id), first("path"))
    since, until = first("since"), first("until")
    if since:
        found = [one for one in found if gitstore.at(one.committer) >= datetime.fromisoformat(since)]
    if until:
        found = [one for one in found if gitstore.at(one.committer) <= datetime.fromisoformat(until)]
    return call.listed(found, lambda one: show_git.commit(call.face, repo, one))


@routes.get(f"{BASE}/commits/{{sha}}/pulls")
def pulls_of(call: Call) -> Response:
    """Pull requests that have the commit as head or merge."""
    repo, sha = call.repo(), call.values["sha"]
    found = [pair for pair in repo.pulls() if sha in (pair[1].head_sha, pair[1].merge_sha)]
    return call.listed(found, lambda pair: pull_simple(call.face, repo, *pair))


@routes.get(f"{BASE}/compare/{{basehead:path}}")
def compare(call: Call) -> Response:
    repo = call.repo()
    left, dots, right = call.values["basehead"].partition("...")
    base, head = gitstore.resolve(repo.origin, left), gitstore.resolve(repo.origin, right.rpartition(":")[2])
    if not dots or base is None or head is None:
        refuse(404, "Not Found")
    return json_response(_comparison(call, repo, base, head))


@routes.get(f"{BASE}/commits/{{sha:path}}")
def commit(call: Call) -> Response:
    repo = call.repo()
    found = gitstore.resolve(repo.origin, call.values["sha"])
    if found is None:
        refuse(422, f"No commit found for SHA: {call.values['sha']}")
    return json_response(show_git.full_commit(call.face, repo, found))


def _comparison(call: Call, repo: Repo, base: pygit2.Commit, head: pygit2.Commit) -> Json:
    one, other = str(base.id), str(head.id)
    common = gitstore.merge_base(repo.origin, one, other)
    if common is None:
        refuse(404, f"No common ancestor between {one} and {other}.")
    ahead, behind = gitstore.between(repo.origin, one, other), gitstore.between(repo.origin, other, one)
    status = "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical"
    web = f"{call.face.repo_web(repo)}/compare/{one}...{other}"
    show = show_git.commit
    return {
        "url": f"{call.face.repo_api(repo)}/compare/{one}...{other}",
        "html_url": web,
        "permalink_url": web,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        "base_commit": show(call.face, repo, base),
        "merge_base_commit": show(call.face, repo, repo.origin.repo[common].peel(pygit2.Commit)),
        "status": status,
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [show(call.face, repo, commit) for commit in ahead[:250]],
        "files": [
            show_git.file(call.face, repo, other, change)
            for change in gitstore.changes(repo.origin, common, other)[:300]
        ],
    }


def _branch(call: Call, repo: Repo, name: str, sha: str) -> Json:
    api, protected = call.face.repo_api(repo), name in repo.protected
    return {
        "name": name,
        "commit": {"sha": sha, "url": f"{api}/commits/{sha}"},
        "protected": protected,
        "protection": {"enabled": protected},
        "protection_url": f"{api}/branches/{name}/protection",
    }
