"""`bumpboard-check` on the command line, for anyone's CI or pre-commit; `manage.py check_pins` is the same.

Exit 0 in sync, 1 out of sync, 2 could not tell.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bumps.actions.check_pins import COULD_NOT_TELL, Check, check_pins
from bumps.integrations import INTEGRATIONS
from bumps.ports import PortError
from bumps.rules.config import ConfigError, parse
from bumps.rules.desync import Verdict


def as_json(check: Check) -> dict[str, object]:
    """The outcome for machines."""
    return {
        "repository": check.repository.slug,
        "commit": check.at,
        "exit_code": check.exit_code,
        "variants": [
            {
                "variant": one.variant.name,
                "verdict": one.verdict.value,
                "sites": {
                    str(member): {"value": state.text} if state.kind == "value" else {"could_not_read": state.text}
                    for member, state in one.states.items()
                },
            }
            for one in check.variants
        ],
    }


_WORDS = {
    Verdict.IN_SYNC: "= in sync",
    Verdict.DESYNC: "≠ OUT OF SYNC",
    Verdict.UNKNOWN: "? could not tell",
    Verdict.NOT_COMPARABLE: "– nothing to compare",
}


def as_text(check: Check) -> str:
    """The outcome for people: each variant, each site, each value."""
    paths = {site.name: site.path for site in check.repository.sites}
    lines = [f"{check.repository.name} at {check.at[:12]}"]
    for one in check.variants:
        lines.append(f"  {one.variant.label or one.variant.name}: {_WORDS[one.verdict]}")
        for member, state in one.states.items():
            said = state.text if state.kind == "value" else f"could not read: {state.text}"
            lines.append(f"    {member!s:<20} {said}   ({paths[member.site]})")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The same options for `manage.py check_pins` and `bumpboard-check`."""
    parser.add_argument("slug", nargs="?", default="", help="configured repository; left out: found by its pins")
    parser.add_argument("--git", default=".", metavar="PATH", help="a checkout or a bare repository (default: here)")
    parser.add_argument("--ref", default="HEAD", help="commit, branch or tag to check (default: HEAD)")
    parser.add_argument("--staged", action="store_true", help="check the index instead of a commit (pre-commit)")
    parser.add_argument("--config", metavar="FILE", help="default: BUMPBOARD_CONFIG, else the shipped bumpboard.toml")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the outcome, return the exit code."""
    try:
        path = config_path(options.config)
        config = parse(path.read_text("utf-8"), path.name)
        adapter = import_module(f"{INTEGRATIONS['git']}.adapter")
        check = check_pins(
            config, adapter.Checkout(Path(options.git)), options.slug, options.ref, staged=options.staged
        )
    except (ConfigError, OSError, LookupError, PortError) as error:
        sys.stderr.write(f"bumpboard-check: could not tell: {error.args[-1] if error.args else error}\n")
        return COULD_NOT_TELL
    text = json.dumps(as_json(check), indent=1) if options.json else as_text(check)
    sys.stdout.write(text + "\n")
    return check.exit_code


def config_path(given: str | None) -> Path:
    """The named file, else BUMPBOARD_CONFIG, else the one beside the code (or inside the installed package)."""
    if named := given or os.environ.get("BUMPBOARD_CONFIG"):
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "bumpboard.toml"
    return beside if beside.exists() else package / "bumpboard.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script `bumpboard-check`."""
    parser = argparse.ArgumentParser(
        "bumpboard-check", description="Do the pins agree? Exit 0 in sync, 1 out of sync, 2 could not tell."
    )
    add_arguments(parser)
    return run(parser.parse_args(arguments))
