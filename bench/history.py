"""A synthetic repository with thousands of first parents, by git fast-import. Imports nothing of the product."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

START = 1_600_000_000
TAGS = [f"{year}.{month:02}" for year in range(21, 27) for month in range(1, 13)]
GITHUB, GITLAB = "docker/.ngc_version.dev", ".gitlab/stages/01.build.yml"


def build(path: Path, commits: int, files: int = 1500, seed: int = 1) -> None:
    """A bare repository whose main has `commits` commits over `files` files; about 1 in 60 touches a pin file."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
    stream = "".join(_stream(commits, files, random.Random(seed)))
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=stream.encode(), check=True)
    subprocess.run(["git", "-C", str(path), "repack", "-adq"], check=True)


def _stream(commits: int, files: int, chance: random.Random) -> Iterator[str]:
    yield _commit(0, {_name(number): f"line {number}\n" * 40 for number in range(files)} | _pins(0, 0))
    for number in range(1, commits):
        change = {_name(chance.randrange(files)): f"edit {number}\n" * 40 for _ in range(3)}
        if number % 120 == 0:
            change |= _pins(number // 120, number)
        elif number % 120 == 60:
            # The build file changes, its pins do not.
            change[GITLAB] = _build_stage(TAGS[(number // 120) % len(TAGS)], number)
        yield _commit(number, change)


def _name(number: int) -> str:
    return f"megatron/part{number % 12}/group{number % 60}/module_{number}.py"


def _pins(bump: int, number: int) -> dict[str, str]:
    tag = TAGS[bump % len(TAGS)]
    return {GITHUB: f"nvcr.io/nvidia/pytorch:{tag}-py3\n", GITLAB: _build_stage(tag, number)}


def _build_stage(tag: str, edition: int) -> str:
    rows = "".join(
        f"      - IMAGE: CI_MCORE_{variant}_IMAGE\n        FILE: Dockerfile.ci.{variant.lower()}\n"
        f"        BASE_IMAGE: nvcr.io/nvidia/pytorch:{tag if variant == 'DEV' else '20.12'}-py3\n"
        f"        PLATFORM: {platform}\n"
        for variant in ("DEV", "LTS")
        for platform in ("amd64", "arm64")
    )
    jobs = "".join(
        f"\ntest:job_{index}:\n  extends: [.build_rules]\n  needs: [test:pre_build_image]\n"
        f"  script:\n    - make part-{index}\n    - !reference [.upload, script]\n"
        for index in range(12)
    )
    return f"# edition {edition}\ntest:pre_build_image:\n  parallel:\n    matrix:\n{rows}{jobs}"


def _commit(number: int, change: dict[str, str]) -> str:
    parts = [f"commit refs/heads/main\ncommitter Bench <bench@example.org> {START + number * 3600} +0000\n"]
    parts.append(_data(f"Change {number} (#{number})"))
    for path, text in change.items():
        parts.append(f"M 100644 inline {path}\n{_data(text)}")
    return "".join(parts) + "\n"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
