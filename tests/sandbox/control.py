"""The sandbox's own API, for other processes: time, faults, the log, the truth, hooks, and acts of people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.sandbox.faults import Fault
from tests.sandbox.web.message import Answer, Json, Request, Response, json_response
from tests.sandbox.webhooks import Hook

if TYPE_CHECKING:
    from tests.sandbox.server import Sandbox

FAULT_FIELDS = {field.name for field in dataclasses.fields(Fault)} - {"seen", "hits", "reached", "released"}


class Control:
    """`GET /control/…` looks, `POST /control/…` acts; bodies are JSON. `acts` are what a scenario adds."""

    name = "control"

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._held: list[Fault] = []
        self.truths: Callable[[], list[Json]] = list
        self.acts: dict[str, Callable[[Json], object]] = {}

    def identity(self, _request: Request) -> str:
        return "control"

    def handle(self, request: Request) -> Response:
        what = request.path.removeprefix("/control").strip("/")
        try:
            if request.method == "GET":
                return json_response(self._look(what, request))
            return json_response(self._act(what, request.json()) or {})
        except Answer as answer:
            return answer.response
        except (KeyError, TypeError, ValueError) as error:
            return json_response({"message": repr(error)}, 400)

    def _look(self, what: str, request: Request) -> object:
        sandbox = self._sandbox
        if what == "urls":
            return sandbox.urls()
        if what == "clock":
            return {
                "now": sandbox.clock.now().isoformat(),
                "speed": sandbox.clock.speed,
                "pending": sandbox.clock.pending,
            }
        if what == "log":
            first = request.first
            found = sandbox.log.find(first("service"), first("method"), first("path"))
            return [entry.as_json() for entry in found]
        if what == "faults":
            return [_fault(number, fault) for number, fault in enumerate(self._held)]
        if what == "truth":
            return self.truths()
        if what == "deliveries":
            shown = (
                {"event": one.event, "number": one.number, "status": one.status} for one in sandbox.hooks.deliveries
            )
            return list(shown)
        raise Answer(json_response({"message": f"nothing at {what}"}, 404))

    def _act(self, what: str, body: Json) -> Any:
        sandbox = self._sandbox
        if what == "clock/step":
            sandbox.clock.step(float(body["seconds"]))
            return {"now": sandbox.clock.now().isoformat()}
        if what == "faults":
            fault = sandbox.faults.add(Fault(**{key: body[key] for key in body.keys() & FAULT_FIELDS}))
            self._held.append(fault)
            return _fault(len(self._held) - 1, fault)
        if what == "faults/clear":
            return sandbox.faults.clear()
        if what == "faults/release":
            return self._held[int(body["id"])].release()
        if what == "log/clear":
            return sandbox.log.clear()
        if what == "hooks":
            hook = Hook(body["system"], body["url"], body["secret"], frozenset(body.get("events", ())))
            sandbox.hooks.add(hook)
            return None
        if what in self.acts:
            return self.acts[what](body)
        raise Answer(json_response({"message": f"nothing to do at {what}"}, 404))


def _fault(number: int, fault: Fault) -> Json:
    shown: Json = {name: getattr(fault, name) for name in sorted(FAULT_FIELDS)}
    return shown | {"id": number, "seen": fault.seen, "hits": fault.hits, "is_reached": fault.reached.is_set()}
