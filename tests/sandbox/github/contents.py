"""Files and folders of a commit, by path."""

from __future__ import annotations

import base64

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.github.call import Call, refuse, routes
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json, Response, json_response

LIMIT = 1_000_000


@routes.get("/repos/{owner}/{repo}/contents")
@routes.get("/repos/{owner}/{repo}/contents/{path:path}")
def contents(call: Call) -> Response:
    repo, path = call.repo(), call.values.get("path", "").strip("/")
    ref = call.request.first("ref") or repo.default_branch
    commit = gitstore.resolve(repo.origin, ref)
    if commit is None:
        refuse(404, f"No commit found for the ref {ref}")
    found: pygit2.Object = commit.tree
    if path:
        if path not in commit.tree:
            refuse(404, "Not Found")
        found = commit.tree[path]
    if isinstance(found, pygit2.Tree):
        return json_response([_entry(call, repo, ref, _join(path, item.name or ""), item) for item in found])
    if "raw" in call.request.headers.get("accept", "") and isinstance(found, pygit2.Blob):
        return Response(200, found.data, {"Content-Type": "application/vnd.github.raw"})
    return json_response(_entry(call, repo, ref, path, found) | _body(found))


def _body(found: pygit2.Object) -> Json:
    if not isinstance(found, pygit2.Blob):
        return {}
    if found.size > LIMIT:
        return {"content": "", "encoding": "none"}
    return {"content": base64.encodebytes(found.data).decode(), "encoding": "base64"}


def _entry(call: Call, repo: Repo, ref: str, path: str, item: pygit2.Object) -> Json:
    api, web = call.face.repo_api(repo), call.face.repo_web(repo)
    kind = {"tree": "dir", "blob": "file"}.get(item.type_str, "submodule")
    git = f"{api}/git/{'trees' if kind == 'dir' else 'blobs'}/{item.id}" if kind != "submodule" else None
    url = f"{api}/contents/{path}?ref={ref}"
    html = f"{web}/{'tree' if kind == 'dir' else 'blob'}/{ref}/{path}"
    size = item.size if isinstance(item, pygit2.Blob) else 0
    shown = {"type": kind, "size": size, "name": path.rpartition("/")[2], "path": path, "sha": str(item.id)}
    if kind == "submodule":
        shown["submodule_git_url"] = f"{web}.git"
    raw = f"{web}/raw/{ref}/{path}" if kind == "file" else None
    links = {"self": url, "git": git, "html": html}
    return shown | {"url": url, "git_url": git, "html_url": html, "download_url": raw, "_links": links}


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
