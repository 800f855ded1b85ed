from __future__ import annotations

from bumps.actions.discover import discover, is_due
from bumps.actions.poll import poll
from bumps.models import DiscoveredPin, PinSite
from tests.origins import Origin, files
from tests.origins.megatron import both_pins
from tests.origins.origin import Content
from tests.world import World


def test_files_that_name_the_image_and_no_site_covers_are_found(world: World) -> None:
    found: dict[str, Content] = {
        "examples/run me.sh": f"docker run {files.image('25.03')}\n",
        "notes.txt": "no image here",
    }
    world.commit(both_pins("26.02") | found)
    world.poll()
    discover(world.remote.pk)
    discover(world.remote.pk)
    assert list(DiscoveredPin.objects.values_list("path", flat=True)) == ["examples/run me.sh"]
    world.commit({"examples/run me.sh": None})
    world.poll()
    discover(world.remote.pk)
    assert not DiscoveredPin.objects.exists()


def test_a_build_argument_that_the_dockerfile_never_declares_is_a_dead_pin(
    home: object, db: None, origin: Origin
) -> None:
    world = World(origin, "megatron-bridge")
    workflow = ".github/workflows/cicd-main.yml"
    world.commit(
        {files.BRIDGE_DOCKERFILE: files.dockerfile("26.04", "BASE_IMAGE"), workflow: files.bridge_workflow("25.09")}
    )
    world.poll()
    discover(world.remote.pk)
    site = PinSite.objects.get(name="build-arg/cicd-main")
    assert "docker/Dockerfile.ci never declares" in site.dead_reason
    world.commit({files.BRIDGE_DOCKERFILE: files.dockerfile("26.04", "FROM_IMAGE_NAME")})
    world.poll()
    discover(world.remote.pk)
    site.refresh_from_db()
    assert site.dead_reason == ""


def test_a_search_that_a_crash_lost_is_asked_for_again_until_it_is_done(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.poll()
    assert is_due(world.repository)
    assert "workers.tasks.discover_pins" in {follow_up.task for follow_up in poll(world.remote.pk)}
    discover(world.remote.pk)
    assert not is_due(world.repository)
    assert "workers.tasks.discover_pins" not in {follow_up.task for follow_up in poll(world.remote.pk)}
