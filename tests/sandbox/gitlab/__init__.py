"""GitLab's API v4 and its git, as far as a mirror's pipelines need them."""
