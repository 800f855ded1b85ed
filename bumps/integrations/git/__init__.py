"""Plain git: content and history of a repository, from a bare mirror kept on disk."""

from bumps.integrations import Spec

SPEC = Spec(label="git", ports=("GitHistory",), env=("GITHUB_TOKEN", "GITLAB_TOKEN", "GITLAB_URL"))
