"""Megatron-LM's files as they stand on a day: pins, recipes, golden values, what CI and people read."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.origins import files
from tests.origins.origin import Content
from tests.sandbox.scenario import goldens, recipes
from tests.sandbox.scenario.catalogue import Row, rows
from tests.sandbox.scenario.marks import MARKS, marked

ROWS = rows()
WORKFLOW = """\
name: CICD Megatron-LM
on:
  schedule:
    - cron: 0 0 * * *
  push:
    branches:
      - "pull-request/[0-9]+"
      - "deploy-release/*"
  merge_group:
    types: [checks_requested]
  workflow_dispatch:
"""
COPY_BOT = "enabled: true\nauto_sync_draft: false\nauto_sync_ready: true\ntrustees_override: []\n"


def first(dev: str, lts: str, days: float) -> dict[str, Content]:
    """The tree when functional tests moved into it."""
    made: dict[str, Content] = {
        files.GITHUB_DEV: files.pin(dev),
        files.GITHUB_LTS: files.pin(lts),
        files.GITLAB: files.build_stage(dev, lts),
        files.DOCKERFILE: files.dockerfile(dev),
        "docker/Dockerfile.ci.nemo": files.dockerfile("25.06"),
        "docker/Dockerfile.linting": files.dockerfile("25.06"),
        ".github/workflows/install-test.yml": files.install_test("25.05"),
        ".github/workflows/cicd-main.yml": WORKFLOW,
        ".github/copy-pr-bot.yaml": COPY_BOT,
        "docs/get-started/install.md": f"# Install\n\nStart from `{files.image('25.04')}`.\n",
    }
    made |= recipe_files(days)
    for row in ROWS:
        if row.platform != "dgx_a100" or row.environment == "dev":
            made[goldens.config_path(row)] = goldens.model_config(row)
    made |= golden_files(dev, lts)
    return made


def recipe_files(days: float) -> dict[str, Content]:
    return dict(recipes.files(marked(ROWS, days)))


def mark_change(days: int) -> dict[str, Content]:
    """The recipe files that the marks of that day touch."""
    before, after = recipe_files(days + 0.5), recipe_files(days)
    assert any(mark.days == days for mark in MARKS)
    return {path: text for path, text in after.items() if before[path] != text}


def golden_files(dev: str, lts: str) -> dict[str, str]:
    return {goldens.path_of(row): goldens.text(goldens.values(row, _tag(row, dev, lts))) for row in ROWS}


def refreshed(old: str, new: str, lts: str) -> dict[str, Content]:
    """The golden files of the tests that an image moved."""
    moved = [row for row in ROWS if row.environment == "dev" and _regime(row, old) != _regime(row, new)]
    return {goldens.path_of(row): goldens.text(goldens.values(row, _tag(row, new, lts))) for row in moved}


def one_golden(case: str, tag: str) -> dict[str, Content]:
    """Golden values of one test as another image makes them: moved for certain."""
    row = next(row for row in ROWS if row.case == case and row.environment == "dev")
    values = json.loads(goldens.text(goldens.values(row, tag)))
    values["lm loss"]["values"] = {step: value * 1.003 for step, value in values["lm loss"]["values"].items()}
    return {goldens.path_of(row): goldens.text(values)}


def schedule(today: date) -> dict[str, Content]:
    """Who is on call: one person a week."""
    people = ("ada-bump", "grace-pin", "lin-repair", "noor-nightly")
    monday = today - timedelta(days=today.weekday())
    weeks = [{"user": people[n % 4], "date": f"{monday + timedelta(weeks=n - 2):%Y-%m-%d}"} for n in range(8)]
    return {".github/oncall_schedule.json": json.dumps(weeks, indent=2) + "\n"}


def _tag(row: Row, dev: str, lts: str) -> str:
    return lts if row.environment == "lts" else dev


def _regime(row: Row, tag: str) -> int:
    return goldens.regime(row.case, row.platform, tag)
