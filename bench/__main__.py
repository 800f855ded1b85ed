"""`make bench`: a scratch home, each bench in turn, one table."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run every bench on a database of its own and print the table."""
    with tempfile.TemporaryDirectory() as name:
        workshop = Path(name)
        os.environ |= {"BUMPBOARD_HOME": str(workshop / "home"), "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench import backfill, ci_poll, overview, tests_page, triage
        from bench.table import show

        sys.stdout.write(
            show([row for bench in (backfill, ci_poll, overview, tests_page, triage) for row in bench.run(workshop)])
            + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
