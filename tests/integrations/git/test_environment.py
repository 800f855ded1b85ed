from __future__ import annotations

import base64

import pytest
from pytest_django.fixtures import Settings

from bumps.actions.remotes import credentials_for
from bumps.integrations.git.environment import git_environment


def test_a_token_goes_to_its_own_host_alone() -> None:
    environment = git_environment({"https://github.com": "s3cret"})
    pairs = {environment[f"GIT_CONFIG_KEY_{n}"]: environment[f"GIT_CONFIG_VALUE_{n}"] for n in range(5)}
    header = pairs["http.https://github.com/.extraHeader"]
    assert base64.b64decode(header.removeprefix("Authorization: Basic ")) == b"x-access-token:s3cret"


def test_the_callers_git_settings_do_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    assert "GIT_DIR" not in git_environment({})


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://github.com/NVIDIA/Megatron-LM.git", ["https://github.com"]),
        ("https://gitlab.example.org/ADLR/megatron-lm.git", ["https://gitlab.example.org"]),
        ("https://github.com.evil.example/x.git", []),
        ("http://github.com/x.git", []),
        ("/srv/lm.bundle", []),
    ],
)
def test_a_url_is_given_only_the_token_of_its_host(url: str, hosts: list[str], settings: Settings) -> None:
    settings.GITHUB_TOKEN, settings.GITLAB_TOKEN, settings.GITLAB_URL = "a", "b", "https://gitlab.example.org"
    assert list(credentials_for(url)) == hosts
