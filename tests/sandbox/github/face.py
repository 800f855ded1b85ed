"""People and repositories as GitHub's JSON shows them, and where links lead."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from tests.sandbox.state.github import Label, Repo
from tests.sandbox.state.people import ORDER, User
from tests.sandbox.web.message import Json
from tests.sandbox.world import World

USER_URLS = {
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "events_url": "/events{/privacy}",
    **{f"{name}_url": f"/{path}" for name, path in (("followers", "followers"), ("subscriptions", "subscriptions"))},
    **{f"{name}_url": f"/{path}" for name, path in (("organizations", "orgs"), ("repos", "repos"))},
    "received_events_url": "/received_events",
}
PLAIN = (
    *("contributors", "deployments", "downloads", "events", "forks", "hooks", "languages", "merges"),
    *("stargazers", "subscribers", "subscription", "tags", "teams"),
)
REPO_URLS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "statuses": "/statuses/{sha}",
    "trees": "/git/trees{/sha}",
    **{name: f"/{name}" for name in PLAIN},
}


def stamp(when: datetime | None) -> str | None:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def node_id(kind: str, number: object) -> str:
    return base64.b64encode(f"{kind}:{number}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Face:
    """How the world looks from outside: `api` and `web` are the addresses of GitHub's two hosts."""

    world: World
    api: str
    web: str

    def repo_api(self, repo: Repo) -> str:
        return f"{self.api}/repos/{repo.full_name}"

    def repo_web(self, repo: Repo) -> str:
        return f"{self.web}/{repo.full_name}"

    def user(self, login: str) -> Json:
        user = self.world.github_people.user(login)
        url = f"{self.api}/users/{login}"
        return {
            "login": login,
            "id": user.id,
            "node_id": node_id("User", user.id),
            "avatar_url": f"{self.web}/avatars/{user.id}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.web}/{login}",
            **{name: url + path for name, path in USER_URLS.items()},
            "type": user.kind,
            "user_view_type": "public",
            "site_admin": False,
        }

    def full_user(self, user: User) -> Json:
        made = stamp(self.world.clock.start_of_time)
        empty = dict.fromkeys(("company", "blog", "location", "email", "hireable", "bio"))
        counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
        return (
            self.user(user.login) | empty | counts | {"name": user.name or None, "created_at": made, "updated_at": made}
        )

    def repo(self, repo: Repo) -> Json:
        """The short form, as it stands inside other answers."""
        api, web = self.repo_api(repo), self.repo_web(repo)
        return {
            "id": repo.id,
            "node_id": node_id("Repository", repo.id),
            "name": repo.name,
            "full_name": repo.full_name,
            "private": repo.private,
            "owner": self.user(repo.owner),
            "html_url": web,
            "description": None,
            "fork": repo.parent is not None,
            "url": api,
            **{f"{name}_url": api + path for name, path in REPO_URLS.items()},
        }

    def full_repo(self, repo: Repo, login: str | None) -> Json:
        web, host = self.repo_web(repo), self.web.split("://")[1]
        rank = ORDER.index(repo.permission(login))
        names = ("pull", "triage", "push", "admin")
        rights = {name: rank > index for index, name in enumerate(names)} | {"maintain": rank > 3}
        zero = ("forks_count", "stargazers_count", "watchers_count", "forks", "watchers", "subscribers_count")
        opened = sum(issue.state == "open" for issue in repo.issues.values())
        return {
            **self.repo(repo),
            **dict.fromkeys((*zero, "network_count"), 0),
            **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_downloads"), True),
            **dict.fromkeys(("has_pages", "has_discussions", "disabled", "is_template"), False),
            **dict.fromkeys(("mirror_url", "homepage", "license")),
            "git_url": f"git://{host}/{repo.full_name}.git",
            "ssh_url": f"git@{host}:{repo.full_name}.git",
            "clone_url": f"{web}.git",
            "svn_url": web,
            "language": "Python",
            "size": 1024,
            "default_branch": repo.default_branch,
            "open_issues_count": opened,
            "open_issues": opened,
            "archived": repo.archived,
            "visibility": "private" if repo.private else "public",
            "pushed_at": stamp(repo.pushed_at or repo.created_at),
            "created_at": stamp(repo.created_at),
            "updated_at": stamp(repo.pushed_at or repo.created_at),
            "topics": [],
            **({"permissions": rights} if login else {}),
            **({"parent": self.full_repo(repo.parent, login)} if repo.parent else {}),
        }

    def label(self, repo: Repo, label: Label) -> Json:
        return {
            "id": label.id,
            "node_id": node_id("Label", label.id),
            "url": f"{self.repo_api(repo)}/labels/{label.name.replace(' ', '%20')}",
            "name": label.name,
            "description": label.description,
            "color": label.color,
            "default": False,
        }

    def association(self, repo: Repo, login: str) -> str:
        """How the author stands to the repository: CI looks at it."""
        if login == repo.owner:
            return "OWNER"
        if self.world.github_people.is_member(repo.owner, login):
            return "MEMBER"
        return "COLLABORATOR" if login in repo.collaborators else "CONTRIBUTOR"
