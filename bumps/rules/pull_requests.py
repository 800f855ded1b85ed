"""The pull or merge request that a commit's subject names."""

from __future__ import annotations

import re

# Squash merges end in "(#4611)"; mirrors of GitLab merge requests in "(!4108)". Of several the last one merged it.
_SQUASH = re.compile(r"\(([#!])(\d{1,9})\)")
_MERGE = re.compile(r"^Merge pull request (#)(\d{1,9}) from ")
_MERGE_GITLAB = re.compile(r"See merge request \S*(!)(\d{1,9})")


def pull_request_of(subject: str) -> str:
    """`#4611`, `!4108`, or the empty string where the subject names none."""
    found = _SQUASH.findall(subject) or _MERGE.findall(subject) or _MERGE_GITLAB.findall(subject)
    return "".join(found[-1]) if found else ""
