"""Recipe files: which test runs where and in which scope. Written here, read back by the CI of this world."""

from __future__ import annotations

from collections import defaultdict

from tests.sandbox.scenario.catalogue import FOLDERS, Row

ROOT = "tests/test_utils/recipes"
HEAD = """\
type: basic
format_version: 1
maintainers: [mcore]
loggers: [stdout]
spec:
  name: "{{test_case}}_{{environment}}_{{platforms}}"
  model: {model}
  build: mcore-pyt-{{environment}}
  nodes: 1
  gpus: {gpus}
  n_repeat: 5
  platforms: {platform}
  time_limit: 1800
  script_setup: |
    unset https_proxy
    echo "machine gitlab.example.com login ci password $RO_API_TOKEN" | tee -a ~/.netrc
  script: |-
    ls
    cd /opt/megatron-lm
    bash ./tests/functional_tests/shell_test_utils/run_ci_test.sh "${{ARGUMENTS[@]}}"
products:
"""


def path_of(row: Row) -> str:
    return f"{ROOT}/{FOLDERS[row.platform]}/{row.suite}.yaml"


def files(rows: list[Row]) -> dict[str, str]:
    """Every recipe file of these rows."""
    by_path: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_path[path_of(row)].append(row)
    return {path: _file(found) for path, found in by_path.items()}


def _file(found: list[Row]) -> str:
    first = found[0]
    head = HEAD.format(model=first.model, gpus=4 if first.platform == "dgx_gb200" else 8, platform=first.platform)
    return head + "".join(_row(row) for row in found)


def _row(row: Row) -> str:
    lines = [
        f"  - test_case: [{row.case}]",
        "    products:",
        f"      - environment: [{row.environment}]",
        *([f"        # {row.note}"] if row.note and not row.is_commented else []),
        f"        scope: [{', '.join(row.scopes)}]",
        *([f"        cadence: [{', '.join(row.cadence)}]"] if row.cadence else []),
        f"        platforms: [{row.platform}]",
    ]
    if row.is_commented:
        reason = [f"  # {row.note}"] if row.note else []
        lines = reason + [f"  # {line[2:]}" for line in lines]
    return "\n".join(lines) + "\n"
