"""For load balancers and compose: is this process able to serve?"""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PARTS = {
    "database": lambda: connection.ensure_connection(),
    "redis": lambda: cache.get("healthz"),
}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 when the database and Redis answer, else 503; which part fails is named, why stays in the log."""
    answers = {name: _works(probe) for name, probe in PARTS.items()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _works(probe) -> bool:  # type: ignore[no-untyped-def]
    try:
        probe()
    except Exception:  # noqa: BLE001  whatever it raises, the answer is "no"
        return False
    return True
