"""GitLab: pipelines with their child pipelines, jobs, logs, artifacts and branches of one project, by python-gitlab."""

from bumps.integrations import Spec

SPEC = Spec(label="GitLab", ports=("RunSource", "BranchHeads"), env=("GITLAB_TOKEN", "GITLAB_URL"))
