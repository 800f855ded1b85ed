"""GitHub: runs, jobs, logs, artifacts, pull requests, issues and statuses of one project, through PyGithub."""

from bumps.integrations import Spec

SPEC = Spec(label="GitHub", ports=("RunSource", "PullRequests"), env=("GITHUB_TOKEN", "GITHUB_API_URL"))
