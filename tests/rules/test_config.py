from __future__ import annotations

import pytest

from bumps.rules.config import ConfigError, parse
from tests.world import shipped_config

SITE = """
[[repositories.sites]]
name = "github/dev"
path = "docker/pin"
reader = "line"
role = "required"
variant = "dev"
"""
GOOD = f"""
[[repositories]]
slug = "lm"
name = "LM"
git = "https://example.org/lm.git"
image = "nvcr.io/nvidia/pytorch"
variants = [{{ name = "dev" }}]
{SITE}
"""


def test_the_shipped_file_is_good() -> None:
    assert [repository.slug for repository in parse(shipped_config(), "bumpboard.toml").repositories] == [
        "megatron-lm",
        "megatron-bridge",
    ]


@pytest.mark.parametrize(
    "git", ["git@host:a/b.git", "ssh://git@host/a.git", "./lm.bundle", "/srv/lm.git", "file:///srv/a"]
)
def test_a_git_url_may_be_https_ssh_a_path_or_a_bundle(git: str) -> None:
    assert parse(GOOD.replace("https://example.org/lm.git", git), "f").repositories[0].git == git


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'reader = "line"',
            'reader = "lines"',
            "repository 'lm', site 'github/dev': unknown reader 'lines'; use one of",
        ),
        (SITE, SITE + SITE, "repository 'lm': two sites have the name 'github/dev'"),
        ('reader = "line"', "reader = \"regex\"\nselector = { pattern = '(' }", "site 'github/dev': selector: "),
        ('reader = "line"', 'reader = "line"\nselector = { wat = 1 }', "site 'github/dev': selector: "),
        ('path = "docker/pin"', 'path = "../pin"', "must be relative to the repository's root"),
        ('variant = "dev"', 'variant = "lts"', "a required site needs a declared variant (dev), not 'lts'"),
        (
            'role = "required"',
            'role = "needed"',
            "role: Invalid enum value 'needed'; use 'required' or 'watched'",
        ),
        ('path = "docker/pin"', 'path = "docker/pin"\ncolour = 1', "unknown field `colour`; remove it or"),
        ("https://example.org/lm.git", "ext::sh -c id", "use https, ssh, a path, or a bundle file"),
        ("https://example.org/lm.git", "--upload-pack=id", "is not an https or ssh url"),
        ("https://example.org/lm.git", "https://me:secret@example.org/lm.git", "put the token into the environment"),
        ('slug = "lm"', 'slug = "L M"', "a slug is lower-case"),
        ("https://example.org/lm.git", "https://ghp_secret@example.org/lm.git", "put the token into the environment"),
        ('name = "LM"', f'name = "{"x" * 201}"', "Expected `str` of length <= 200"),
        ('path = "docker/pin"', 'path = "docker/pin\\u0000"', "sites 'github/dev', path"),
        ('{ name = "dev" }', '{ name = "dev", rule = "one_of", subject = "x" }', "rule one_of needs a subject"),
        ('{ name = "dev" }', '{ name = "dev", subject = "github/dev" }', "a subject belongs to rule one_of"),
        ("[[repositories]]", "[[repositories", "not valid TOML"),
    ],
)
def test_a_bad_entry_is_refused_in_one_line_that_names_it(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as refusal:
        parse(GOOD.replace(old, new), "my.toml")
    assert str(refusal.value).startswith("my.toml: ")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_two_repositories_of_one_slug_are_refused() -> None:
    with pytest.raises(ConfigError, match="two repositories have the slug 'lm'"):
        parse(GOOD + GOOD, "my.toml")
