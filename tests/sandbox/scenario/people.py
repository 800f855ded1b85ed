"""Who lives in this world."""

from __future__ import annotations

from tests.sandbox.github.labels import ensure as add_label
from tests.sandbox.world import World

LM, BRIDGE, MIRROR, MIRROR_ID = "NVIDIA/Megatron-LM", "NVIDIA-NeMo/Megatron-Bridge", "ADLR/megatron-lm", 19378
BOT, OUTSIDER = "bumpboard-bot", "summer-visitor"
TRUSTED = ("ada-bump", "grace-pin", "lin-repair", "noor-nightly", BOT)
NAMES = {"ada-bump": "Ada Bump", "grace-pin": "Grace Pin", "lin-repair": "Lin Repair", "noor-nightly": "Noor Nightly"}
GITHUB_TOKEN, READER_TOKEN, GITLAB_TOKEN = "ghp_sandbox_bot", "ghp_sandbox_reader", "glpat-sandbox-bot"
LABELS = {
    LM: ("Run tests", "Run functional tests", "container::lts", "Run MBridge tests", "Run NeMoRL tests", "bug"),
    BRIDGE: ("needs-more-tests", "full-test-suite", "bug"),
}


def settle(world: World) -> None:
    """Users, tokens, repositories and the project that mirrors one of them."""
    hub, lab = world.github_people, world.gitlab_people
    for login, name in NAMES.items():
        hub.user(login, name=name)
        lab.user(login, name=name)
    hub.user(OUTSIDER, name="Sam Visitor")
    for login in ("copy-pr-bot[bot]", "github-merge-queue[bot]"):
        hub.user(login, "Bot")
    for organization in ("NVIDIA", "NVIDIA-NeMo"):
        for login in TRUSTED:
            hub.join(organization, login)
    hub.token(BOT, GITHUB_TOKEN)
    hub.token("reader", READER_TOKEN)
    lab.token(BOT, GITLAB_TOKEN)
    for name in (LM, BRIDGE):
        repo = world.repo(name, collaborators=dict.fromkeys(TRUSTED, "write"), protected={"main"})
        for label in LABELS[name]:
            add_label(world, repo, label)
    world.project(MIRROR, MIRROR_ID, members={BOT: 30, "mirror-bot": 40, "noor-nightly": 30}, protected={"main"})
