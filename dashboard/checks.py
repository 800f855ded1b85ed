"""What is likely wrong with this installation, said at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def plain_http(**_: Any) -> list[checks.CheckMessage]:
    """Passwords and sessions cross the network readable unless the address is https."""
    if settings.IS_LOOPBACK or settings.BUMPBOARD_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            f"BUMPBOARD_URL is {settings.BUMPBOARD_URL}: people sign in over plain http.",
            hint="Put a proxy with a certificate in front and set BUMPBOARD_URL=https://… (and BEHIND_PROXY=1).",
            id="dashboard.W001",
        )
    ]
