"""One GitHub project through PyGithub. The waiting is ours: nothing here retries or sleeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import github
import requests
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass, Requester

from bumps.integrations import http, links
from bumps.integrations.conditional import NOT_MODIFIED, Answer, Pages, digest_of
from bumps.integrations.github import translate
from bumps.integrations.payload import each, listed, sure
from bumps.integrations.refusals import error_of, quota_of
from bumps.ports import (
    Annotation,
    ArtifactInfo,
    IssueInfo,
    JobInfo,
    NotFound,
    PortError,
    PullRequestInfo,
    QuotaStore,
    RateLimited,
    Refused,
    ResponseCache,
    RunInfo,
    StatusInfo,
    Unreachable,
)


class _Plain(HTTPRequestsConnectionClass):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = http.BoundedSession()


class _Secure(HTTPSRequestsConnectionClass):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = http.BoundedSession()


# PyGithub reads whole answers of any size; its own sessions cannot be handed in otherwise.
Requester.injectConnectionClasses(_Plain, _Secure)


class GitHubProject:
    """RunSource and PullRequests of `owner/name`. `workflows`: file names; empty: all of them."""

    def __init__(
        self,
        api_url: str,
        project: str,
        token: str,
        cache: ResponseCache,
        quota: QuotaStore,
        workflows: Sequence[str] = (),
    ) -> None:
        auth = github.Auth.Token(token) if token else None
        client = github.Github(
            base_url=api_url, auth=auth, retry=None, seconds_between_requests=None, seconds_between_writes=None
        )
        self._requester = client.requester
        self._host = urlsplit(api_url).netloc
        self._quota = quota
        self._repo = f"/repos/{quote(project, safe='/')}"
        self._workflows = workflows
        self._pages = Pages(self._host, digest_of(token, api_url), cache, self._send)

    def runs(self, since: datetime) -> Iterator[RunInfo]:
        """Newest first, of each workflow in turn."""
        folders = [f"{self._repo}/actions/workflows/{quote(name, safe='')}" for name in self._workflows]
        for folder in folders or [f"{self._repo}/actions"]:
            for page in self._pages.all(f"{folder}/runs", {"exclude_pull_requests": "true"}):
                found = each(listed(page, "workflow_runs"), translate.run_of)
                yield from (run for run in found if run.created_at >= since)
                if not found or min(run.created_at for run in found) < since:
                    break

    def run(self, external_id: str) -> RunInfo:
        """One run as it stands now."""
        found = self._pages.one(f"{self._repo}/actions/runs/{quote(external_id, safe='')}")
        return sure(self._host, found, translate.run_of)

    def jobs(self, run: str) -> list[JobInfo]:
        """Of all attempts, so that one that came and went between two polls is not lost."""
        pages = self._pages.all(f"{self._repo}/actions/runs/{quote(run, safe='')}/jobs", {"filter": "all"})
        return [job for page in pages for job in each(listed(page, "jobs"), translate.job_of)]

    def annotations(self, job: str) -> list[Annotation]:
        """Of the job's check run, which bears the same id."""
        path = f"{self._repo}/check-runs/{quote(job, safe='')}/annotations"
        return [one for page in self._pages.all(path) for one in each(page, translate.annotation_of)]

    def log(self, job: str, limit: int) -> Iterator[bytes]:
        """Its text from wherever GitHub keeps it; GitHub itself tells it to nobody without a token."""
        link = self._link(f"{self._repo}/actions/jobs/{quote(job, safe='')}/logs")
        return http.stream(http.download(link), limit)

    def artifacts(self, run: str) -> list[ArtifactInfo]:
        pages = self._pages.all(f"{self._repo}/actions/runs/{quote(run, safe='')}/artifacts")
        return [one for page in pages for one in each(listed(page, "artifacts"), translate.artifact_of)]

    def artifact_zip(self, artifact: ArtifactInfo, limit: int) -> BinaryIO:
        if artifact.is_expired:
            raise NotFound(f"the artifact {artifact.name} has expired")
        if artifact.size > limit:
            raise Refused(
                f"the artifact {artifact.name} has {artifact.size / 1e6:.0f} MB, more than is read ({limit / 1e6:.0f})"
            )
        link = self._link(f"{self._repo}/actions/artifacts/{quote(artifact.external_id, safe='')}/zip")
        return http.to_file(http.download(link), limit)

    def open(self) -> Iterator[PullRequestInfo]:
        for page in self._pages.all(f"{self._repo}/pulls", {"state": "open"}):
            yield from each(page, translate.pull_request_of)

    def changed(self, since: datetime) -> Iterator[PullRequestInfo]:
        """Most of the time one page, unchanged."""
        params = {"state": "all", "sort": "updated", "direction": "desc"}
        for page in self._pages.all(f"{self._repo}/pulls", params):
            found = each(page, translate.pull_request_of)
            yield from (one for one in found if one.updated_at >= since)
            if not found or min(one.updated_at for one in found) < since:
                return

    def issue(self, number: int) -> IssueInfo:
        return sure(self._host, self._pages.one(f"{self._repo}/issues/{number}"), translate.issue_of)

    def statuses(self, sha: str) -> list[StatusInfo]:
        pages = self._pages.all(f"{self._repo}/commits/{quote(sha, safe='')}/status")
        return [one for page in pages for one in each(listed(page, "statuses"), translate.status_of)]

    def _link(self, path: str) -> str:
        """Where a redirect leads; followed without our token by whoever downloads."""
        answer = self._send(path, {}, {})
        if location := answer.headers.get("location"):
            return location
        raise Unreachable(f"{self._host} gave no link to the file")

    def _send(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        if until := self._quota.blocked_until():
            raise RateLimited(f"{self._host} asked to wait until {until:%H:%M} UTC", until)
        try:
            status, raw, body = self._requester.requestJson("GET", path, dict(params), dict(headers))
        except requests.RequestException as error:
            raise http.unreachable(error) from error
        except (RuntimeError, AssertionError, UnicodeError) as error:
            # PyGithub's words for a redirect it will not follow.
            raise Refused(f"{self._host}: {error}") from error
        heard = {name.lower(): str(value) for name, value in raw.items()}
        if (quota := quota_of(heard)) is not None:
            self._quota.heard(quota)
        if status < 300 or status in (302, 307, NOT_MODIFIED):
            return Answer(status, heard, body.encode("utf-8", "replace"), links.following(heard.get("link", "")))
        raise self._refusal(status, heard, body, path)

    def _refusal(self, status: int, headers: Mapping[str, str], body: str, path: str) -> PortError:
        what = path.removeprefix(f"{self._repo}/").partition("?")[0]
        error = error_of(self._host, status, headers, links.message(body), what, datetime.now(UTC))
        if isinstance(error, RateLimited):
            self._quota.block(error.reset_at)
        return error
