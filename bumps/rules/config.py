"""bumpboard.toml, read and checked: what is tracked, where the pins stand, what must agree.

Pure: text in, frozen structs out. Every refusal is one line that names the entry and what mends it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, get_args

import msgspec

from bumps.rules.readers import READERS, parse_selector


class ConfigError(Exception):
    """The configuration cannot be used; the text is one line: where, what, and the mend."""


_PLAIN = r"^[^\x00-\x1f\x7f]*$"
# As long as the tables' columns, and no longer: a database would refuse it with a worse sentence, at a worse time.
Short = Annotated[str, msgspec.Meta(max_length=50, pattern=_PLAIN)]
Name = Annotated[str, msgspec.Meta(max_length=100, pattern=_PLAIN)]
Title = Annotated[str, msgspec.Meta(max_length=200, pattern=_PLAIN)]
Place = Annotated[str, msgspec.Meta(max_length=500, pattern=_PLAIN)]


class ConsumerConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The Dockerfile that must declare `arg`; where it does not, the pin is dead: nothing reads it."""

    dockerfile: Place
    arg: Name


class SiteConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One place that pins an image or a commit."""

    name: Name
    path: Place
    reader: str
    role: Literal["required", "watched"]
    selector: dict[str, Any] = {}
    ci: Literal["github", "gitlab", ""] = ""
    variant: Short = ""
    label: Name = ""
    consumer: ConsumerConfig | None = None


class VariantConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A group of required sites and the rule they keep."""

    name: Short
    label: Short = ""
    rule: Literal["equal", "one_of"] = "equal"
    subject: Name = ""


class RemoteConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A project on a CI system's host; `web` is where a person sees it.

    `workflows`: file names of the workflows whose runs are read; none: all. `baseline`: the events whose runs on a
    tracked branch stand for the branch itself.
    """

    kind: Literal["github", "gitlab"]
    project: Place
    web: Title = ""
    project_id: int | None = None
    workflows: list[str] = []
    baseline: list[str] = msgspec.field(default_factory=lambda: ["push", "schedule"])


class RepositoryConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One tracked project. `recipes`, `launchers`: folders that say which tests run where.

    `issues_since`: a number named before that day is no issue of its GitHub project.
    """

    slug: str
    name: Title
    git: Place
    image: Title
    default_branch: Title = "main"
    branches: list[str] = []
    recipes: Title = ""
    launchers: Title = ""
    issues_since: date | None = None
    remotes: list[RemoteConfig] = []
    variants: list[VariantConfig] = []
    sites: list[SiteConfig] = []


class Config(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The whole file."""

    repositories: list[RepositoryConfig]


def parse(text: str, source: str) -> Config:
    """The configuration in `text`; `source` (a file's name) stands in front of every error. Raises ConfigError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source}: not valid TOML: {error}") from None
    try:
        config = msgspec.convert(raw, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {_named(str(error), raw)}") from None
    _refuse_twins(source, "repositories", "slug", (repository.slug for repository in config.repositories))
    for repository in config.repositories:
        _check_repository(repository, f"{source}: repository {repository.slug!r}")
    return config


def _check_repository(repository: RepositoryConfig, where: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", repository.slug):
        raise ConfigError(f"{where}: a slug is lower-case letters, digits and dashes")
    if problem := _git_problem(repository.git):
        raise ConfigError(f"{where}: git = {problem}")
    _refuse_twins(where, "variants", "name", (variant.name for variant in repository.variants))
    _refuse_twins(where, "sites", "name", (site.name for site in repository.sites))
    variants = {variant.name for variant in repository.variants}
    for site in repository.sites:
        _check_site(site, variants, f"{where}, site {site.name!r}")
    for variant in repository.variants:
        _check_variant(variant, repository, f"{where}, variant {variant.name!r}")


def _check_site(site: SiteConfig, variants: set[str], where: str) -> None:
    if site.reader not in READERS:
        raise ConfigError(f"{where}: unknown reader {site.reader!r}; use one of {', '.join(sorted(READERS))}")
    try:
        parse_selector(site.reader, site.selector)
    except ValueError as error:
        raise ConfigError(f"{where}: selector: {error}") from None
    if site.path.startswith("/") or ".." in site.path.split("/") or not site.path:
        raise ConfigError(f"{where}: path {site.path!r} must be relative to the repository's root")
    if site.role == "required" and site.variant not in variants:
        known = ", ".join(sorted(variants)) or "none is declared"
        raise ConfigError(f"{where}: a required site needs a declared variant ({known}), not {site.variant!r}")


def _check_variant(variant: VariantConfig, repository: RepositoryConfig, where: str) -> None:
    members = [s.name for s in repository.sites if s.role == "required" and s.variant == variant.name]
    if variant.rule == "one_of" and (variant.subject not in members or len(members) < 2):
        raise ConfigError(f"{where}: rule one_of needs a subject among its required sites and one site beside it")
    if variant.rule == "equal" and variant.subject:
        raise ConfigError(f'{where}: a subject belongs to rule one_of; remove it or set rule = "one_of"')


def _git_problem(url: str) -> str:
    """Why a git url is refused; empty when it is fine."""
    if not url or url.startswith("-") or "\n" in url:
        return f"{url!r} is not an https or ssh url, a path, or a bundle file"
    scheme = re.match(r"([a-z][a-z0-9+.-]*)(://|::)", url, re.IGNORECASE)
    if not scheme:
        return ""
    if scheme[2] == "::" or scheme[1].lower() not in {"https", "http", "ssh", "file"}:
        return f"{url!r}: use https, ssh, a path, or a bundle file"
    if re.match(r"https?://[^/@]*@", url, re.IGNORECASE):
        return "a url with credentials in it; put the token into the environment (GITHUB_TOKEN, GITLAB_TOKEN)"
    return ""


def _refuse_twins(where: str, what: str, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ConfigError(f"{where}: two {what} have the {key} {name!r}; rename or remove one")
        seen.add(name)


def _named(message: str, raw: Any) -> str:
    """msgspec's `$.repositories[0].sites[2].reader`, with the entries' own names in place of their numbers."""
    problem, _, path = message.partition(" - at `$")
    node: Any = raw
    words: list[str] = []
    for name, index in re.findall(r"\.?([a-z_]+)|\[(\d+)\]", path.rstrip("`")):
        node = _step(node, name, index)
        if index and isinstance(node, dict):
            words[-1] = f"{words[-1]} {node.get('slug') or node.get('name') or '#' + str(int(index) + 1)!r}"
        elif name:
            words.append(name)
    return f"{', '.join(words) or 'top level'}: {problem}{_mend(problem, words)}"


def _mend(problem: str, words: list[str]) -> str:
    if problem.startswith("Invalid enum value") and words:
        structs = (SiteConfig, VariantConfig, RemoteConfig)
        fields = [field for struct in structs for field in msgspec.structs.fields(struct) if field.name == words[-1]]
        return "; use " + " or ".join(repr(choice) for field in fields[:1] for choice in get_args(field.type))
    return "; remove it or correct its spelling" if "unknown field" in problem else ""


def _step(node: Any, name: str, index: str) -> Any:
    if index and isinstance(node, list) and int(index) < len(node):
        return node[int(index)]
    return node.get(name) if isinstance(node, dict) else None
