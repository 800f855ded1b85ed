"""A tracked repository on a real origin: what most tests of actions start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bumps.actions.load_config import load_config
from bumps.actions.poll import poll
from bumps.models import Branch, Desync, PinValue, Remote, Repository
from bumps.rules.config import parse
from tests.origins import Origin
from tests.origins.origin import Content

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_LM = "https://github.com/NVIDIA/Megatron-LM.git"
SHIPPED_BRIDGE = "https://github.com/NVIDIA-NeMo/Megatron-Bridge.git"
START = datetime(2026, 1, 1, tzinfo=UTC)


def shipped_config() -> str:
    return (ROOT / "bumpboard.toml").read_text()


class World:
    """The shipped configuration with Megatron-LM's git url pointing at the origin."""

    def __init__(self, origin: Origin, slug: str = "megatron-lm") -> None:
        self.origin = origin
        self.hours = 0
        url = SHIPPED_LM if slug == "megatron-lm" else SHIPPED_BRIDGE
        self.configure(shipped_config().replace(url, origin.url))
        self.repository = Repository.objects.get(slug=slug)

    def configure(self, text: str) -> None:
        load_config(parse(text, "bumpboard.toml"), ROOT, datetime.now(UTC))

    @property
    def remote(self) -> Remote:
        return Remote.objects.get(repository=self.repository, kind=Remote.Kind.GIT)

    def commit(self, files: dict[str, Content], subject: str = "Change", branch: str = "main") -> str:
        """An hour after the one before."""
        self.hours += 1
        return self.origin.commit(files, subject, START + timedelta(hours=self.hours), branch)

    def poll(self) -> None:
        """One poll, as the worker does it; fails the test where the remote would be marked as failing."""
        poll(self.remote.pk)
        assert self.remote.error == ""

    def branch(self, name: str = "main") -> Branch:
        return Branch.objects.get(repository=self.repository, name=name)

    def history(self, site: str, branch: str = "main") -> list[str]:
        """What the site (with its row) said, change by change; `-` absent, `?` unreadable."""
        values = PinValue.objects.filter(branch=self.branch(branch)).required().order_by("position")
        return [_mark(value) for value in values if str(value.member) == site]

    def desyncs(self, branch: str = "main") -> list[Desync]:
        return list(Desync.objects.filter(branch=self.branch(branch)).order_by("opened_position"))

    def snapshot(self) -> list[tuple[object, ...]]:
        """Everything derived from git of the branches that exist, without row ids: equal when two ways led to it."""
        fields = [f.attname for f in PinValue._meta.concrete_fields if f.name not in ("id", "branch", "site")]
        pins = PinValue.objects.filter(branch__deleted_at=None).values_list("branch__name", "site__name", *fields)
        shown = [f.attname for f in Desync._meta.concrete_fields if f.name not in ("id", "branch", "variant")]
        desyncs = Desync.objects.filter(branch__deleted_at=None).values_list("branch__name", "variant__name", *shown)
        return sorted(map(tuple, pins), key=str) + sorted(map(tuple, desyncs), key=str)


def _mark(value: PinValue) -> str:
    if value.kind == PinValue.Kind.VALUE:
        return value.text.rpartition(":")[2].removesuffix("-py3")
    return "-" if value.kind == PinValue.Kind.ABSENT else "?"
