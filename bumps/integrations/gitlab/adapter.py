"""One GitLab project through python-gitlab, by its lower-level calls: those take the ETag a page had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO
from urllib.parse import quote, urlsplit

import gitlab
import requests

from bumps.integrations import http, links
from bumps.integrations.conditional import NOT_MODIFIED, Answer, Pages, digest_of
from bumps.integrations.gitlab import translate
from bumps.integrations.payload import Json, each, sure
from bumps.integrations.refusals import error_of, quota_of
from bumps.ports import (
    Annotation,
    ArtifactInfo,
    JobInfo,
    NotFound,
    PortError,
    QuotaStore,
    RateLimited,
    Refused,
    ResponseCache,
    RunInfo,
)


class GitLabProject:
    """RunSource and BranchHeads of one project, named by its path or id."""

    def __init__(self, url: str, project: str, token: str, cache: ResponseCache, quota: QuotaStore) -> None:
        self._session = http.BoundedSession()
        self._client = gitlab.Gitlab(
            url, private_token=token or None, keep_base_url=True, retry_transient_errors=False, session=self._session
        )
        self._host = urlsplit(url).netloc
        self._quota = quota
        self._project = project
        self._here = self._of(project)
        self._pages = Pages(self._host, digest_of(token, url), cache, self._send)

    def runs(self, since: datetime) -> Iterator[RunInfo]:
        for page in self._pages.all(f"{self._here}/pipelines", {"order_by": "id", "sort": "desc"}):
            found = each(page, translate.run_of)
            yield from (run for run in found if run.created_at >= since)
            if not found or min(run.created_at for run in found) < since:
                return

    def run(self, external_id: str) -> RunInfo:
        found = self._pages.one(f"{self._here}/pipelines/{quote(external_id, safe='')}")
        return sure(self._host, found, translate.run_of)

    def jobs(self, run: str) -> list[JobInfo]:
        """Its own, its bridges, and the jobs of every pipeline that those started."""
        found = translate.counted(each(self._jobs(self._here, run), translate.job_of))
        for bridge in self._items(f"{self._here}/pipelines/{quote(run, safe='')}/bridges", {}):
            found += each([bridge], translate.bridge_of)
            project, items = self._below(bridge)
            found += translate.counted(each(items, partial(translate.job_of, project=project, bridge=bridge)))
        return found

    def annotations(self, job: str) -> list[Annotation]:  # noqa: ARG002  GitLab has none
        return []

    def log(self, job: str, limit: int) -> Iterator[bytes]:
        # A redirect to where it is kept loses the token on its way: see BoundedSession.
        return http.stream(self._request(f"{self._job(job)}/trace", {}, {}, streamed=True), limit)

    def artifacts(self, run: str) -> list[ArtifactInfo]:
        """Those of child pipelines too; each belongs to its job."""
        found = each(self._jobs(self._here, run), translate.artifact_of)
        for bridge in self._items(f"{self._here}/pipelines/{quote(run, safe='')}/bridges", {}):
            project, items = self._below(bridge)
            found += each(items, partial(translate.artifact_of, project=project))
        return found

    def artifact_zip(self, artifact: ArtifactInfo, limit: int) -> BinaryIO:
        if artifact.size > limit:
            raise Refused(
                f"the artifacts of {artifact.name} have {artifact.size / 1e6:.0f} MB, more than is read"
                f" ({limit / 1e6:.0f})"
            )
        return http.to_file(self._request(f"{self._job(artifact.job)}/artifacts", {}, {}, streamed=True), limit)

    def heads(self) -> dict[str, str]:
        return dict(each(self._items(f"{self._here}/repository/branches", {}), translate.head_of))

    def _jobs(self, project: str, pipeline: str) -> list[Json]:
        """With those that a newer one of the same name replaced: a poll that came late must see them too."""
        return self._items(f"{project}/pipelines/{quote(pipeline, safe='')}/jobs", {"include_retried": "true"})

    def _below(self, bridge: Json) -> tuple[str, list[Json]]:
        """The jobs of what the bridge started, and the project they run in where it is another one.

        Another project may be hidden from this token: then the bridge's own state is all that is known.
        """
        project, pipeline = translate.downstream_of(bridge)
        if not pipeline:
            return "", []
        try:
            return project, self._jobs(self._of(project or self._project), pipeline)
        except (NotFound, Refused):
            if project:
                return project, []
            raise

    def _items(self, path: str, params: Mapping[str, str]) -> list[Json]:
        pages = self._pages.all(path, params)
        return [item for page in pages if isinstance(page, list) for item in page if isinstance(item, dict)]

    def _job(self, job: str) -> str:
        project, _, number = job.rpartition(":")
        return f"{self._of(project or self._project)}/jobs/{quote(number, safe='')}"

    def _of(self, project: str) -> str:
        return f"/projects/{quote(project, safe='')}"

    def _send(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        response = self._request(path, params, headers)
        heard = {name.lower(): value for name, value in response.headers.items()}
        return Answer(
            response.status_code, heard, response.content, links.below_api(links.following(heard.get("link", "")))
        )

    def _request(
        self, path: str, params: Mapping[str, str], headers: Mapping[str, str], *, streamed: bool = False
    ) -> requests.Response:
        if until := self._quota.blocked_until():
            raise RateLimited(f"{self._host} asked to wait until {until:%H:%M} UTC", until)
        heard: list[requests.Response] = []
        self._session.hooks["response"] = [lambda response, *_, **__: heard.append(response)]
        try:
            response = self._client.http_request(
                "get", path, dict(params), streamed=streamed, obey_rate_limit=False, extra_headers=dict(headers)
            )
        except requests.RequestException as error:
            raise http.unreachable(error) from error
        except gitlab.exceptions.GitlabError as error:
            if heard and heard[-1].status_code == NOT_MODIFIED:
                response = heard[-1]
            else:
                raise self._refusal(heard, str(error), path) from error
        self._note(heard)
        return response

    def _note(self, heard: list[requests.Response]) -> dict[str, str]:
        headers = {name.lower(): value for name, value in heard[-1].headers.items()} if heard else {}
        if (quota := quota_of(headers)) is not None:
            self._quota.heard(quota)
        return headers

    def _refusal(self, heard: list[requests.Response], said: str, path: str) -> PortError:
        headers = self._note(heard)
        if not heard:
            return Refused(f"{self._host}: {said}")
        what = path.removeprefix(f"{self._here}/").partition("?")[0]
        message = links.message(heard[-1].text)
        error = error_of(self._host, heard[-1].status_code, headers, message, what, datetime.now(UTC))
        if isinstance(error, RateLimited):
            self._quota.block(error.reset_at)
        return error
