"""The git database: blobs, trees, commits and refs, read and written one by one."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import TypeVar

import pygit2

from tests.sandbox import gitstore, refs
from tests.sandbox.github import show_git
from tests.sandbox.github.call import Call, invalid, refuse, routes
from tests.sandbox.github.face import node_id
from tests.sandbox.state.github import Repo
from tests.sandbox.web.message import Json, Response, json_response

T = TypeVar("T")
BASE = "/repos/{owner}/{repo}/git"


@routes.get(f"{BASE}/ref/{{ref:path}}")
def get_ref(call: Call) -> Response:
    repo = call.repo()
    name, store = f"refs/{call.values['ref']}", repo.origin.repo
    if name not in store.references:
        refuse(404, "Not Found")
    return json_response(show_git.ref(call.face, repo, name, str(store.references[name].target)))


@routes.get(f"{BASE}/matching-refs/{{ref:path}}")
def matching_refs(call: Call) -> Response:
    repo, start = call.repo(), f"refs/{call.values['ref']}"
    store = repo.origin.repo
    names = sorted(name for name in store.references if name.startswith(start))
    return call.listed(names, lambda name: show_git.ref(call.face, repo, name, str(store.references[name].target)))


@routes.post(f"{BASE}/refs")
def create_ref(call: Call) -> Response:
    repo = call.repo("write")
    name, sha, store = call.text("ref"), call.text("sha"), repo.origin.repo
    if not name.startswith("refs/") or name.count("/") < 2 or not pygit2.reference_is_valid_name(name):
        refuse(422, "Reference name is invalid")  # the real one says no more
    if _find(repo, sha, pygit2.Commit) is None:
        refuse(422, "Object does not exist")
    if name in store.references:
        refuse(422, "Reference already exists")
    store.references.create(name, pygit2.Oid(hex=sha))
    refs.notice(call.world, repo, call.who)
    return json_response(show_git.ref(call.face, repo, name, sha), 201)


@routes.patch(f"{BASE}/refs/{{ref:path}}")
def update_ref(call: Call) -> Response:
    repo = call.repo("write")
    name, sha, store = f"refs/{call.values['ref']}", call.text("sha"), repo.origin.repo
    if name not in store.references:
        refuse(422, "Reference does not exist")
    if _find(repo, sha, pygit2.Commit) is None:
        refuse(422, "Object does not exist")
    old = store.references[name].target
    _unprotected(call, repo, name)
    forced = call.request.json().get("force") is True
    if not forced and str(old) != sha and not store.descendant_of(pygit2.Oid(hex=sha), old):
        refuse(422, "Update is not a fast forward")
    store.references.create(name, pygit2.Oid(hex=sha), force=True)
    refs.notice(call.world, repo, call.who)
    return json_response(show_git.ref(call.face, repo, name, sha))


@routes.delete(f"{BASE}/refs/{{ref:path}}")
def delete_ref(call: Call) -> Response:
    repo = call.repo("write")
    name = f"refs/{call.values['ref']}"
    if name not in repo.origin.repo.references:
        refuse(422, "Reference does not exist")
    _unprotected(call, repo, name)
    repo.origin.repo.references.delete(name)
    refs.notice(call.world, repo, call.who)
    return Response(204)


@routes.get(f"{BASE}/commits/{{sha}}")
def get_commit(call: Call) -> Response:
    repo = call.repo()
    commit = _find(repo, call.values["sha"], pygit2.Commit)
    if commit is None:
        refuse(404, "Not Found")
    return json_response(show_git.git_commit(call.face, repo, commit))


@routes.post(f"{BASE}/commits")
def create_commit(call: Call) -> Response:
    repo = call.repo("write")
    message, tree, body = call.text("message"), call.text("tree"), call.request.json()
    if _find(repo, tree, pygit2.Tree) is None:
        refuse(422, "Tree SHA does not exist")
    parents = list(body.get("parents") or [])
    if any(_find(repo, parent, pygit2.Commit) is None for parent in parents):
        refuse(422, "Parent SHA does not exist or is not a commit object")
    author = _signature(call, body.get("author"))
    committer = _signature(call, body.get("committer")) if body.get("committer") else author
    oids = [pygit2.Oid(hex=parent) for parent in parents]
    sha = repo.origin.repo.create_commit(None, author, committer, message, pygit2.Oid(hex=tree), oids)
    made = repo.origin.repo[sha].peel(pygit2.Commit)
    return json_response(show_git.git_commit(call.face, repo, made), 201)


@routes.get(f"{BASE}/trees/{{sha}}")
def get_tree(call: Call) -> Response:
    """A tree by its sha, or that of a commit or branch; `recursive` (of any value) goes all the way down."""
    repo, name = call.repo(), call.values["sha"]
    commit = gitstore.resolve(repo.origin, name)
    tree = commit.tree if commit is not None else _find(repo, name, pygit2.Tree)
    if tree is None:
        refuse(404, "Not Found")
    entries = list(_entries(call, repo, tree, "", deep="recursive" in call.request.query))
    url = f"{call.face.repo_api(repo)}/git/trees/{tree.id}"
    return json_response({"sha": str(tree.id), "url": url, "tree": entries, "truncated": False})


@routes.post(f"{BASE}/trees")
def create_tree(call: Call) -> Response:
    """Entries by blob or by inline content over a base tree; a null sha removes the path."""
    repo, body = call.repo("write"), call.request.json()
    store, index = repo.origin.repo, pygit2.Index()
    if base := body.get("base_tree"):
        found = _find(repo, base, pygit2.Tree) or _find(repo, base, pygit2.Commit)
        if found is None:
            refuse(422, "base_tree is not a valid tree")
        index.read_tree(found.peel(pygit2.Tree))
    for entry in body.get("tree") or []:
        _put(repo, index, entry)
    tree = store[index.write_tree(store)].peel(pygit2.Tree)
    entries = list(_entries(call, repo, tree, "", deep=False))
    url = f"{call.face.repo_api(repo)}/git/trees/{tree.id}"
    return json_response({"sha": str(tree.id), "url": url, "tree": entries, "truncated": False}, 201)


@routes.get(f"{BASE}/blobs/{{sha}}")
def get_blob(call: Call) -> Response:
    repo = call.repo()
    blob = _find(repo, call.values["sha"], pygit2.Blob)
    if blob is None:
        refuse(404, "Not Found")
    text = base64.encodebytes(blob.data).decode()
    url = f"{call.face.repo_api(repo)}/git/blobs/{blob.id}"
    shown = {"sha": str(blob.id), "node_id": node_id("Blob", blob.id), "size": blob.size, "url": url}
    return json_response(shown | {"content": text, "encoding": "base64"})


@routes.post(f"{BASE}/blobs")
def create_blob(call: Call) -> Response:
    repo, body = call.repo("write"), call.request.json()
    content, encoding = str(body.get("content", "")), body.get("encoding", "utf-8")
    try:
        data = base64.b64decode(content) if encoding == "base64" else content.encode()
    except binascii.Error:
        refuse(422, "content is not valid Base64")
    oid = repo.origin.repo.create_blob(data)
    return json_response({"sha": str(oid), "url": f"{call.face.repo_api(repo)}/git/blobs/{oid}"}, 201)


def _put(repo: Repo, index: pygit2.Index, entry: Json) -> None:
    path, mode = str(entry.get("path", "")), str(entry.get("mode", "100644"))
    if mode not in ("100644", "100755", "040000", "160000", "120000") or not path or path.startswith("/"):
        invalid("Tree", code="invalid", field="tree.path" if mode else "tree.mode")
    if "content" in entry:
        oid = repo.origin.repo.create_blob(str(entry["content"]).encode())
    elif entry.get("sha") is None:
        if path not in index:
            refuse(422, "GitRPC::BadObjectState")
        index.remove(path)
        return
    else:
        oid = pygit2.Oid(hex=str(entry["sha"]))
        if mode != "160000" and oid not in repo.origin.repo:
            refuse(422, f"tree.sha {oid} is not a valid blob")
    index.add(pygit2.IndexEntry(path, oid, pygit2.enums.FileMode(int(mode, 8))))


def _entries(call: Call, repo: Repo, tree: pygit2.Tree, prefix: str, *, deep: bool) -> list[Json]:
    found: list[Json] = []
    api = f"{call.face.repo_api(repo)}/git"
    for item in tree:
        kind = {"commit": "commit", "tree": "tree"}.get(item.type_str, "blob")
        entry: Json = {
            "path": f"{prefix}{item.name}",
            "mode": f"{item.filemode:06o}",
            "type": kind,
            "sha": str(item.id),
        }
        if isinstance(item, pygit2.Blob):
            entry |= {"size": item.size, "url": f"{api}/blobs/{item.id}"}
        elif isinstance(item, pygit2.Tree):
            entry["url"] = f"{api}/trees/{item.id}"
        found.append(entry)
        if deep and isinstance(item, pygit2.Tree):
            found += _entries(call, repo, item, f"{prefix}{item.name}/", deep=True)
    return found


def _signature(call: Call, given: Json | None) -> pygit2.Signature:
    user, now = call.world.github_people.user(call.who), call.world.now()
    given = given or {}
    when = datetime.fromisoformat(given["date"]) if given.get("date") else now
    name, email = given.get("name") or user.name or user.login, given.get("email") or user.email
    return pygit2.Signature(name, email, int(when.astimezone(UTC).timestamp()), 0)


def _unprotected(call: Call, repo: Repo, name: str) -> None:
    """A protected branch moves by pull requests only."""
    if name.removeprefix(gitstore.HEADS) in repo.protected:
        refuse(422, "Repository rule violations found\n\nChanges must be made through a pull request.\n\n")


def _find(repo: Repo, sha: str, kind: type[T]) -> T | None:
    try:
        found = repo.origin.repo.get(sha)
    except ValueError:
        return None
    return found if isinstance(found, kind) else None
