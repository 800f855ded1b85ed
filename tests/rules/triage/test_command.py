"""`manage.py triage`: files in, kinds out, no database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

OOM = "[rank5]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB"
DRIFT = "E   AssertionError: The following metrics failed: lm loss, num-zeros"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    (tmp_path / "oom.log").write_text(f"begin\n{OOM}\n")
    (tmp_path / "drift.log").write_text(DRIFT)
    (tmp_path / "empty.log").write_bytes(b"")
    return tmp_path


def test_json_holds_kind_line_and_metrics_of_every_file(logs: Path) -> None:
    names = [str(logs / name) for name in ("oom.log", "drift.log", "empty.log")]
    out = StringIO()
    call_command("triage", *names, "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        names[0]: {"kind": "oom", "line": OOM, "metrics": []},
        names[1]: {"kind": "drift", "line": DRIFT, "metrics": ["lm loss", "num-zeros"]},
        names[2]: {"kind": "unknown", "line": "", "metrics": []},
    }


def test_a_file_that_cannot_be_read_says_why_and_the_others_are_read(logs: Path) -> None:
    names = [str(logs / "gone.log"), str(logs), str(logs / "oom.log")]
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("triage", *names, "--json", stdout=out)
    assert stopped.value.code == 1
    read = json.loads(out.getvalue())
    assert read[names[0]] == {"kind": "unknown", "line": "could not read: No such file or directory", "metrics": []}
    assert read[names[1]]["line"] == "could not read: Is a directory"
    assert read[names[2]]["kind"] == "oom"


def test_the_table_is_for_people(logs: Path) -> None:
    out = StringIO()
    call_command("triage", str(logs / "oom.log"), str(logs / "drift.log"), stdout=out)
    assert out.getvalue().splitlines() == [
        f"oom             {logs / 'oom.log'}",
        f"                line 2: {OOM}",
        f"drift           {logs / 'drift.log'}",
        f"                line 1: {DRIFT}",
        "                metrics: lm loss, num-zeros",
    ]
