"""GitHub's REST API, as far as a dashboard of CI and pull requests asks it."""
