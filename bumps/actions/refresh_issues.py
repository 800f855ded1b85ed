"""What became of the issues that broken marks name."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min, Q

from bumps.models import BrokenMark, Issue, Remote
from bumps.ports import NotFound, PullRequests, Refused

_EVERY = timedelta(hours=1)
# New ones are asked for at once, known ones one a poll: a quiet poll stays cheap.
_MOST_NEW, _MOST_KNOWN = 30, 1


def refresh_issues(remote: Remote, source: PullRequests, now: datetime) -> int:
    """Ask for the state of issues that were not asked for a while. Returns how many changed."""
    issues = remote.repository.issues.exclude(marks=None).distinct()
    new = issues.filter(checked_at=None).order_by("pk")[:_MOST_NEW]
    known = issues.filter(Q(checked_at__lt=now - _EVERY)).order_by("checked_at", "pk")[:_MOST_KNOWN]
    return sum(_refresh(issue, remote, source, now) for issue in [*new, *known])


def _refresh(issue: Issue, remote: Remote, source: PullRequests, now: datetime) -> int:
    values = _values(issue, remote, source)
    changed = any(getattr(issue, name) != value for name, value in values.items())
    Issue.objects.filter(pk=issue.pk).update(**values, checked_at=now)
    return int(changed)


def _values(issue: Issue, remote: Remote, source: PullRequests) -> dict[str, object]:
    named_at = BrokenMark.objects.filter(issue=issue).aggregate(at=Min("since_at"))["at"]
    since = remote.repository.issues_since
    if issue.number is None:
        return _unknown("a merge request of the internal GitLab")
    if since and named_at and named_at < since:
        return _unknown(f"named before {since:%B %Y}, when numbers were those of the internal GitLab")
    if issue.url and f"/{remote.location.lower()}/" not in issue.url.lower():
        return _unknown("an issue of another project") | {"url": issue.url}
    try:
        found = source.issue(issue.number)
    except (NotFound, Refused) as error:
        return _unknown(str(error))
    if named_at and found.created_at and found.created_at > named_at + timedelta(days=1):
        return _unknown("GitHub's issue of that number is younger than the mark")
    return {
        "state": found.state,
        "reason": "",
        "title": found.title,
        "url": found.url,
        "closed_at": found.closed_at,
    }


def _unknown(reason: str) -> dict[str, object]:
    return {"state": Issue.State.UNKNOWN, "reason": reason[:200], "title": "", "url": "", "closed_at": None}
