"""Projects, pipelines, jobs and commits as GitLab's JSON shows them."""

from __future__ import annotations

from datetime import datetime

import pygit2

from tests.sandbox import gitstore
from tests.sandbox.state.gitlab import Bridge, LabJob, LabStatus, MergeRequest, Pipeline, Project
from tests.sandbox.web.message import Json
from tests.sandbox.world import World


def stamp(when: datetime | None) -> str | None:
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z") if when else None


def seconds(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None


class Show:
    """How the world looks from outside; `base` is GitLab's address."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base

    def user(self, login: str) -> Json:
        user = self.world.gitlab_people.user(login)
        url = f"{self.base}/{login}"
        shown = {"id": user.id, "username": login, "name": user.name or login, "state": "active", "locked": False}
        return shown | {"avatar_url": None, "web_url": url}

    def project(self, one: Project) -> Json:
        namespace, _, name = one.path.rpartition("/")
        web = f"{self.base}/{one.path}"
        return {
            "id": one.id,
            "name": name,
            "path": name,
            "path_with_namespace": one.path,
            "name_with_namespace": f"{namespace} / {name}",
            "description": None,
            "default_branch": one.default_branch,
            "visibility": "private" if one.private else "public",
            "archived": one.archived,
            "web_url": web,
            "http_url_to_repo": f"{web}.git",
            "ssh_url_to_repo": f"git@gitlab.example:{one.path}.git",
            "created_at": stamp(one.created_at),
            "last_activity_at": stamp(self.world.now()),
            "namespace": {"id": 1, "name": namespace, "path": namespace, "kind": "group", "full_path": namespace},
            "empty_repo": False,
            "permissions": {"project_access": None, "group_access": None},
        }

    def commit(self, project: Project, one: pygit2.Commit) -> Json:
        sha, title = str(one.id), one.message.split("\n", 1)[0]
        when = stamp(gitstore.at(one.committer))
        return {
            "id": sha,
            "short_id": sha[:8],
            "created_at": when,
            "parent_ids": [str(parent) for parent in one.parent_ids],
            "title": title,
            "message": one.message,
            "author_name": one.author.name,
            "author_email": one.author.email,
            "authored_date": stamp(gitstore.at(one.author)),
            "committer_name": one.committer.name,
            "committer_email": one.committer.email,
            "committed_date": when,
            "trailers": {},
            "web_url": f"{self.base}/{project.path}/-/commit/{sha}",
        }

    def branch(self, project: Project, name: str, sha: str) -> Json:
        return {
            "name": name,
            "commit": self.commit(project, project.origin.repo[sha].peel(pygit2.Commit)),
            "merged": False,
            "protected": name in project.protected,
            "developers_can_push": False,
            "developers_can_merge": False,
            "can_push": True,
            "default": name == project.default_branch,
            "web_url": f"{self.base}/{project.path}/-/tree/{name}",
        }

    def pipeline(self, one: Pipeline) -> Json:
        return {
            "id": one.id,
            "iid": one.iid,
            "project_id": one.project.id,
            "sha": one.sha,
            "ref": one.ref,
            "status": one.status,
            "source": one.source,
            "name": one.name or None,
            "created_at": stamp(one.created_at),
            "updated_at": stamp(one.updated_at),
            "web_url": f"{self.base}/{one.project.path}/-/pipelines/{one.id}",
        }

    def full_pipeline(self, one: Pipeline) -> Json:
        return self.pipeline(one) | {
            "before_sha": "0" * 40,
            "tag": False,
            "yaml_errors": None,
            "user": self.user(one.author),
            "started_at": stamp(one.started_at),
            "finished_at": stamp(one.finished_at),
            "committed_at": None,
            "duration": seconds(one.started_at, one.finished_at),
            "queued_duration": seconds(one.created_at, one.started_at),
            "coverage": None,
            "detailed_status": {"icon": f"status_{one.status}", "text": one.status, "label": one.status},
        }

    def job(self, pipeline: Pipeline, one: LabJob) -> Json:
        runner = {"id": 3, "description": one.runner, "active": True, "is_shared": False, "online": True}
        expired = one.artifacts_expire_at is not None and one.artifacts_expire_at <= self.world.now()
        held = one.artifacts is not None and one.finished_at is not None and not expired
        file = {"filename": "artifacts.zip", "size": 1000}
        return self._work(pipeline, one) | {
            "started_at": stamp(one.started_at),
            "finished_at": stamp(one.finished_at),
            "erased_at": None,
            "duration": seconds(one.started_at, one.finished_at),
            "queued_duration": seconds(one.created_at, one.started_at),
            "failure_reason": one.failure_reason,
            "runner": runner if one.runner else None,
            "tag_list": [one.runner] if one.runner else [],
            "artifacts": [file | {"file_type": "archive", "file_format": "zip"}] if held else [],
            **({"artifacts_file": file} if held else {}),
            "artifacts_expire_at": stamp(one.artifacts_expire_at),
        }

    def bridge(self, pipeline: Pipeline, one: Bridge) -> Json:
        child = self.pipeline(one.downstream) if one.downstream else None
        ran = one.downstream
        times = {
            "started_at": stamp(ran.created_at) if ran else None,
            "finished_at": stamp(ran.finished_at) if ran else None,
            "duration": seconds(ran.created_at, ran.finished_at) if ran else None,
        }
        return self._work(pipeline, one) | times | {"downstream_pipeline": child}

    def merge_request(self, project: Project, one: MergeRequest) -> Json:
        heads = gitstore.heads(project.origin)
        return {
            "id": one.id,
            "iid": one.iid,
            "project_id": project.id,
            "title": one.title,
            "description": one.description,
            "state": one.state,
            "source_branch": one.source,
            "target_branch": one.target,
            "author": self.user(one.author),
            "labels": one.labels,
            "sha": heads.get(one.source),
            "draft": one.title.startswith("Draft:"),
            "created_at": stamp(one.created_at),
            "updated_at": stamp(one.updated_at),
            "web_url": f"{self.base}/{project.path}/-/merge_requests/{one.iid}",
        }

    def status(self, sha: str, ref: str, one: LabStatus) -> Json:
        shown = {"id": one.id, "sha": sha, "ref": ref, "name": one.name, "status": one.status, "allow_failure": False}
        shown |= {"description": one.description or None, "target_url": one.target_url or None}
        return shown | {"author": self.user(one.author), "created_at": stamp(one.created_at)}

    def _work(self, pipeline: Pipeline, one: LabJob | Bridge) -> Json:
        commit = gitstore.resolve(pipeline.project.origin, pipeline.sha)
        return {
            "id": one.id,
            "name": one.name,
            "stage": one.stage,
            "status": one.status,
            "ref": pipeline.ref,
            "tag": False,
            "allow_failure": one.allow_failure,
            "created_at": stamp(one.created_at),
            "coverage": None,
            "user": self.user(pipeline.author),
            "commit": self.commit(pipeline.project, commit) if commit is not None else None,
            "pipeline": self.pipeline(pipeline),
            "project": {"ci_job_token_scope_enabled": False},
            "web_url": f"{self.base}/{pipeline.project.path}/-/jobs/{one.id}",
        }
