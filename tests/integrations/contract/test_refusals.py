"""What goes wrong out there becomes one of four errors, each a sentence; nothing sleeps and nothing is tried twice."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bumps.ports import NotFound, PortError, RateLimited, Refused, Unreachable
from tests.integrations.contract.sides import Side
from tests.sandbox.fixtures import NOW

pytestmark = pytest.mark.enable_socket
LONG_AGO = NOW - timedelta(days=400)


def fault(side: Side, kind: str, **values: Any) -> Any:
    return side.town.sandbox.fault(kind, service=side.host, **values)


def asked(side: Side) -> int:
    return len(side.town.sandbox.log.find(side.host))


CASES: list[tuple[dict[str, Any], type[PortError]]] = [
    ({"kind": "status", "status": 500}, Unreachable),
    ({"kind": "status", "status": 502}, Unreachable),
    ({"kind": "status", "status": 403}, Refused),
    ({"kind": "status", "status": 404}, NotFound),
    ({"kind": "status", "status": 418}, Refused),
    ({"kind": "reset"}, Unreachable),
    ({"kind": "truncate"}, Unreachable),
    ({"kind": "garbage"}, Unreachable),
    ({"kind": "gzip_bomb"}, Unreachable),
    ({"kind": "rate_limit"}, RateLimited),
    ({"kind": "secondary"}, RateLimited),
    ({"kind": "too_many"}, RateLimited),
]


@pytest.mark.parametrize(("what", "error"), CASES, ids=lambda value: str(getattr(value, "__name__", value)))
def test_every_failure_is_one_of_the_ports_errors_at_once(
    side: Side, what: dict[str, Any], error: type[PortError]
) -> None:
    side.add()
    fault(side, **what)
    started, before = time.monotonic(), asked(side)
    with pytest.raises(error) as caught:
        list(side.source().runs(LONG_AGO))
    assert time.monotonic() - started < 10, "no sleeping in a worker"
    assert asked(side) == before + 1, "no second try"
    assert type(caught.value) is error
    assert str(caught.value).count("\n") == 0
    assert list(side.source().runs(LONG_AGO)) if error is not RateLimited else True


def test_a_bad_token_is_refused_and_never_told(side: Side) -> None:
    with pytest.raises(Refused, match="token") as caught:
        list(side.source(token="ghp_not_a_token").runs(LONG_AGO))
    assert "ghp_not_a_token" not in str(caught.value)


@pytest.mark.parametrize("kind", ["rate_limit", "secondary", "too_many"])
def test_a_rate_limit_names_its_end_and_nothing_is_asked_before(side: Side, kind: str) -> None:
    side.add()
    fault(side, kind, seconds=30.0)
    before = datetime.now(UTC)
    with pytest.raises(RateLimited) as first:
        list(side.source().runs(LONG_AGO))
    assert before < first.value.reset_at < before + timedelta(hours=2, minutes=1)
    side.quota.until = datetime.now(UTC) + timedelta(minutes=5)
    so_far = asked(side)
    with pytest.raises(RateLimited):
        list(side.source().runs(LONG_AGO))
    assert asked(side) == so_far


def test_nobody_listening_is_unreachable(side: Side) -> None:
    source = side.source()
    side.town.sandbox.stop()
    with pytest.raises(Unreachable):
        list(source.runs(LONG_AGO))
