from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pygit2
import pytest

from bumps.actions.check_command import main
from tests.origins import Gitlink, Origin, files
from tests.origins.megatron import both_pins, sha
from tests.origins.origin import Content
from tests.world import ROOT, START

CONFIG = str(ROOT / "bumpboard.toml")


def check(origin: Origin, *arguments: str) -> int:
    return main(["--git", str(origin.path), "--config", CONFIG, *arguments])


def submodule_at(at: str, main: str) -> dict[str, Content]:
    return {files.SUBMODULE: Gitlink(at), files.MAIN_COMMIT: main, files.DEV_COMMIT: sha("dev")}


def test_in_sync_is_0(origin: Origin, capsys: pytest.CaptureFixture[str]) -> None:
    origin.commit(both_pins("26.04"), "Bump both", START)
    assert check(origin) == 0
    assert "dev: = in sync" in capsys.readouterr().out


def test_out_of_sync_is_1_and_names_each_site_and_value(origin: Origin, capsys: pytest.CaptureFixture[str]) -> None:
    origin.commit(both_pins("26.02"), "Start", START)
    origin.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab", START)
    assert check(origin) == 1
    said = capsys.readouterr().out
    assert "≠ OUT OF SYNC" in said
    for part in ("github/dev", "pytorch:26.04-py3", "gitlab/dev/amd64", "gitlab/dev/arm64", "pytorch:26.02-py3"):
        assert part in said


def test_an_older_commit_can_be_asked_for(origin: Origin) -> None:
    good = origin.commit(both_pins("26.02"), "Start", START)
    origin.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab", START)
    assert check(origin, "--ref", good[:10]) == 0


def test_json_is_for_machines(origin: Origin, capsys: pytest.CaptureFixture[str]) -> None:
    origin.commit(both_pins("26.02") | {files.GITLAB: "a: ["}, "Start", START)
    assert check(origin, "--json") == 2
    answer = json.loads(capsys.readouterr().out)
    dev = next(one for one in answer["variants"] if one["variant"] == "dev")
    assert dev["verdict"] == "unknown"
    assert "could_not_read" in dev["sites"]["gitlab/dev"]


def test_the_repository_is_found_by_its_pins(origin: Origin, capsys: pytest.CaptureFixture[str]) -> None:
    target = sha("lm")
    origin.commit(submodule_at(target, target), "Pin", START)
    assert check(origin) == 0
    assert "Megatron-Bridge" in capsys.readouterr().out


def test_a_submodule_at_neither_commit_is_out_of_sync(origin: Origin) -> None:
    origin.commit(submodule_at(sha("x"), sha("main")), "Pin", START)
    assert check(origin, "megatron-bridge") == 1


@pytest.mark.parametrize("arguments", [["--ref", "no-such-branch"], ["no-such-slug"], ["--config", "nowhere.toml"], []])
def test_what_cannot_be_told_is_2_with_a_sentence(
    origin: Origin, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    origin.commit({"README.md": "no pins"}, "Start", START)
    assert check(origin, *arguments) == 2
    assert capsys.readouterr().err.startswith("bumpboard-check: could not tell: ")


def test_no_repository_is_2(tmp_path: Path) -> None:
    assert main(["--git", str(tmp_path), "--config", CONFIG]) == 2


def test_the_index_of_a_checkout_can_be_checked_before_the_commit(origin: Origin, tmp_path: Path) -> None:
    origin.commit(both_pins("26.02"), "Start", START)
    checkout = pygit2.clone_repository(origin.url, str(tmp_path / "checkout"))
    pin = tmp_path / "checkout" / files.GITHUB_DEV
    pin.write_text(files.pin("26.04"))
    arguments = ["--git", str(tmp_path / "checkout"), "--config", CONFIG]
    assert main([*arguments, "--staged"]) == 0
    checkout.index.add(files.GITHUB_DEV)
    checkout.index.write()
    assert main([*arguments, "--staged"]) == 1
    assert main(arguments) == 0


def test_the_console_script_loads_no_django(origin: Origin) -> None:
    origin.commit(both_pins("26.04"), "Bump both", START)
    code = (
        "import sys; from bumps.actions.check_command import main; code = main(sys.argv[1:]);"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'celery')]; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, "--git", origin.url, "--config", CONFIG], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_the_management_command_needs_no_database(origin: Origin) -> None:
    origin.commit(both_pins("26.02") | {files.GITHUB_DEV: files.pin("26.04")}, "Start", START)
    command = [sys.executable, "manage.py", "check_pins", "megatron-lm", "--git", origin.url]
    done = subprocess.run(command, cwd=ROOT, env={"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"}, check=False)
    assert done.returncode == 1
