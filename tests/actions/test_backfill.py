from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pygit2
import pytest
from pygit2.enums import FileMode
from pytest_django.fixtures import DjangoAssertNumQueries

from bumps.actions.backfill import backfill
from bumps.actions.poll import poll
from bumps.actions.remotes import git_history
from bumps.models import Branch, PinValue
from bumps.ports import GitHistory
from tests.origins import files
from tests.origins.megatron import both_pins
from tests.world import World, shipped_config


class Silent:
    def report(self, message: str, done: int, total: int) -> None:
        pass


def test_a_value_is_stored_once_per_change_with_its_commit_and_pull_request(world: World) -> None:
    world.commit(both_pins("26.02"), "Start")
    world.commit({"README.md": "more words"}, "Docs (#1)")
    bump = world.commit(both_pins("26.04"), "chore: Update Docker image version to 26.04-py3 (#4611)")
    world.commit({"README.md": "even more words"}, "Docs (#2)")
    world.poll()
    world.poll()
    assert world.history("github/dev") == ["26.02", "26.04"]
    latest = PinValue.objects.get(site__name="github/dev", is_current=True)
    assert (latest.commit, latest.pull_request, latest.position) == (bump, "#4611", 3)


def test_a_forgotten_pin_opens_a_desync_that_the_repair_closes(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "chore: bump (#4611)")
    world.poll()
    (desync,) = world.desyncs()
    assert desync.closed_at is None
    assert desync.opened_pull_request == "#4611"
    assert desync.values["gitlab/dev/arm64"].endswith("26.02-py3")
    row = desync.pk
    world.commit({files.GITLAB: files.build_stage("26.04")}, "ci: repair (#4688)")
    world.poll()
    (desync,) = world.desyncs()
    assert desync.pk == row
    assert (desync.closed_pull_request, desync.closed_position) == ("#4688", 3)
    assert desync.duration(datetime.now(UTC)) == timedelta(hours=1)


def test_one_platform_left_behind_is_a_desync(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.commit({files.GITHUB_DEV: files.pin("26.04"), files.GITLAB: files.build_stage("26.04", arm="26.02")})
    world.poll()
    assert len(world.desyncs()) == 1


def test_watched_pins_never_open_a_desync(world: World) -> None:
    world.commit(both_pins("26.02") | {files.DOCKERFILE: files.dockerfile("25.01")})
    world.poll()
    assert world.desyncs() == []


def test_an_absent_row_is_not_applicable_and_opens_nothing(world: World) -> None:
    world.commit({files.GITLAB: files.build_stage("26.02")})
    world.commit({files.GITHUB_DEV: files.pin("26.02")})
    world.commit({files.GITHUB_DEV: None})
    world.commit({files.GITLAB: files.build_stage("26.04")})
    world.poll()
    assert world.history("github/dev") == ["26.02", "-"]
    assert world.desyncs() == []


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("test: [unclosed", "YAML"),
        (b"\xff\xfe not text", "UTF-8"),
        ("# padding\n" * 200_000, "MB"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + "d: [" * 200, "nested"),
    ],
)
def test_what_cannot_be_read_is_unknown_with_the_reason_and_the_others_go_on(
    world: World, broken: str | bytes, reason: str
) -> None:
    world.commit(both_pins("26.02"))
    world.commit({files.GITLAB: broken, files.GITHUB_DEV: files.pin("26.04")})
    world.poll()
    assert world.history("github/dev") == ["26.02", "26.04"]
    assert world.history("gitlab/dev/amd64") == ["26.02", "?"]
    unreadable = PinValue.objects.filter(site__name="gitlab/dev", kind=PinValue.Kind.UNREADABLE).first()
    assert unreadable is not None
    assert reason.lower() in unreadable.text.lower()
    assert world.desyncs() == []
    world.commit(both_pins("26.04"))
    world.poll()
    assert world.history("gitlab/dev/amd64") == ["26.02", "?", "26.04"]


def test_a_release_branch_begins_where_it_leaves_main(world: World) -> None:
    world.commit(both_pins("26.02"), "Start (#1)")
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab (#2)")
    cut = world.commit({files.GITLAB: files.build_stage("26.04")}, "Repair (#3)")
    world.origin.branch("core_r0.17.0", cut)
    world.commit({"README.md": "release"}, "Release notes", branch="core_r0.17.0")
    world.poll()
    assert len(world.desyncs("main")) == 1
    assert world.desyncs("core_r0.17.0") == []
    inherited = PinValue.objects.get(branch=world.branch("core_r0.17.0"), site__name="github/dev")
    assert (inherited.position, inherited.pull_request) == (0, "#2")
    assert world.branch("core_r0.17.0").base == cut


def test_a_branch_cut_inside_a_desync_is_out_of_sync_since_it_was_cut(world: World) -> None:
    world.commit(both_pins("26.02"), "Start (#1)")
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab (#2)")
    cut = world.commit({"README.md": "later"}, "Docs (#3)")
    world.origin.branch("core_r0.17.0", cut)
    world.commit({files.GITLAB: files.build_stage("26.04")}, "Repair (#4)")
    world.poll()
    (desync,) = world.desyncs("core_r0.17.0")
    assert desync.was_cut_out_of_sync
    assert desync.opened_pull_request == "#2"
    assert desync.opened_at == world.branch("core_r0.17.0").base_at
    assert desync.closed_at is None


def test_a_branch_that_merges_main_keeps_its_own_history(world: World) -> None:
    start = world.commit(both_pins("26.02"))
    world.origin.branch("dev", start)
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forgotten on dev", branch="dev")
    bump = world.commit(both_pins("26.04"))
    at = datetime(2026, 2, 1, tzinfo=UTC)
    world.origin.commit(both_pins("26.04"), "Nightly sync", at, "dev", merge=bump)
    world.poll()
    (desync,) = world.desyncs("dev")
    assert desync.closed_at == at


def test_history_is_topological_though_commit_times_run_backwards(world: World) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    world.origin.commit(both_pins("26.02"), "First", at)
    world.origin.commit(both_pins("26.04"), "Second, nine hours earlier by its clock", at - timedelta(hours=9))
    world.poll()
    assert world.history("github/dev") == ["26.02", "26.04"]


def test_rewritten_history_is_read_again(world: World) -> None:
    start = world.commit(both_pins("26.02"))
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab")
    world.poll()
    assert len(world.desyncs()) == 1
    world.origin.branch("main", start)
    world.commit(both_pins("26.04"), "Both this time")
    world.poll()
    assert world.desyncs() == []
    assert world.history("gitlab/dev/amd64") == ["26.02", "26.04"]


def test_rewriting_main_moves_the_beginning_of_its_branches(world: World) -> None:
    start = world.commit(both_pins("26.02"))
    cut = world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab")
    world.origin.branch("core_r1", cut)
    world.poll()
    world.origin.branch("main", start)
    world.commit(both_pins("26.04"), "Both this time")
    world.poll()
    (desync,) = world.desyncs("core_r1")
    assert not desync.was_cut_out_of_sync
    assert world.branch("core_r1").base == start


def test_a_deleted_branch_keeps_its_history_and_leaves_the_verdict(world: World) -> None:
    start = world.commit(both_pins("26.02"))
    world.origin.branch("core_r1", start)
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forgotten", branch="core_r1")
    world.poll()
    world.origin.delete("core_r1")
    world.poll()
    assert world.branch("core_r1").deleted_at is not None
    (desync,) = world.desyncs("core_r1")
    assert not type(desync).objects.open().exists()
    world.origin.branch("core_r1", start)
    world.poll()
    assert world.branch("core_r1").deleted_at is None


def test_a_new_site_is_read_over_the_whole_past(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.commit(both_pins("26.04") | {"extra/pin.txt": "nvcr.io/nvidia/pytorch:26.04-py3\n"})
    world.poll()
    site = '[[repositories.sites]]\nname = "github/dev"\nci = "github"\nvariant = "dev"\nrole = "required"'
    extra = '[[repositories.sites]]\nname = "extra"\nrole = "watched"\npath = "extra/pin.txt"\nreader = "line"\n\n'
    world.configure(
        shipped_config()
        .replace(site, extra + site, 1)
        .replace("https://github.com/NVIDIA/Megatron-LM.git", world.origin.url)
    )
    world.poll()
    assert PinValue.objects.get(site__name="extra").position == 2
    assert world.history("github/dev") == ["26.02", "26.04"]


def test_an_untracked_branch_is_ignored(world: World) -> None:
    world.origin.branch("feature/x", world.commit(both_pins("26.02")))
    world.poll()
    assert list(Branch.objects.values_list("name", flat=True)) == ["main"]


def test_a_missing_default_branch_is_said(world: World) -> None:
    world.commit(both_pins("26.02"), branch="trunk")
    poll(world.remote.pk)
    assert "no branch 'main'" in world.remote.error


def test_nothing_new_reads_no_blob_and_writes_no_row(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.commit(both_pins("26.02"))
    world.poll()
    git: GitHistory = git_history(world.remote)
    monkeypatch.setattr(type(git), "blob", _refuse)
    with django_assert_num_queries(2):  # its sites, its branches
        assert backfill(world.repository, git, Silent(), datetime.now(UTC)).quiet


def _refuse(*_: object) -> bytes:
    raise AssertionError("a blob was read")


def test_two_workers_on_one_branch_store_each_change_once(world: World) -> None:
    world.commit(both_pins("26.02"))
    world.poll()
    world.commit(both_pins("26.04"))
    git = git_history(world.remote)
    git.sync(world.origin.url, Silent())
    slow = RacedHistory(git, world)
    result = backfill(world.repository, slow, Silent(), datetime.now(UTC))  # type: ignore[arg-type]
    assert result.quiet
    assert world.history("github/dev") == ["26.02", "26.04"]


class RacedHistory:
    """While this one reads, another worker finishes the same branch."""

    def __init__(self, git: GitHistory, world: World) -> None:
        self._git, self._world = git, world

    def __getattr__(self, name: str) -> object:
        if name == "path_changes":
            backfill(self._world.repository, self._git, Silent(), datetime.now(UTC))
        return getattr(self._git, name)


def test_a_release_branch_moved_along_main_forgets_what_became_mains(world: World) -> None:
    cut = world.commit(both_pins("26.02"), "Start")
    world.origin.branch("core_r1", cut)
    world.poll()
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forget GitLab")
    world.origin.branch("core_r1", world.commit(both_pins("26.04"), "Repair"))
    world.poll()
    assert len(world.desyncs("main")) == 1
    assert world.desyncs("core_r1") == []


def test_another_default_branch_is_read_as_the_trunk(world: World) -> None:
    start = world.commit(both_pins("26.02"), "Start")
    world.origin.branch("dev", start)
    world.commit({files.GITHUB_DEV: files.pin("26.04")}, "Forgotten on dev", branch="dev")
    world.poll()
    text = shipped_config().replace("https://github.com/NVIDIA/Megatron-LM.git", world.origin.url)
    world.configure(text.replace('default_branch = "main"', 'default_branch = "dev"', 1))
    world.repository.refresh_from_db()
    world.poll()
    assert (world.branch("dev").base, world.branch("main").base) == ("", start)
    assert len(world.desyncs("dev")) == 1
    assert world.desyncs("main") == []


def test_a_branch_cut_out_of_sync_blames_what_opened_it_on_main_whatever_the_clocks_say(world: World) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    world.origin.commit(both_pins("26.02"), "Start (#1)", at)
    world.origin.commit(both_pins("26.04"), "Both (#2)", at + timedelta(hours=9))
    world.origin.commit({files.GITHUB_DEV: files.pin("26.06")}, "Forget GitLab (#3)", at + timedelta(hours=1))
    world.origin.branch("core_r1", world.origin.head())
    world.poll()
    assert world.desyncs("core_r1")[0].opened_pull_request == "#3"


def test_a_row_name_no_table_could_hold_is_unreadable_and_polling_goes_on(world: World) -> None:
    long = files.build_stage("26.02").replace("PLATFORM: amd64", f"PLATFORM: {'x' * 300}")
    world.commit(both_pins("26.02"))
    world.commit({files.GITLAB: long})
    world.poll()
    world.commit({files.GITHUB_DEV: files.pin("26.04")})
    world.poll()
    assert world.history("gitlab/dev/arm64") == ["26.02", "?"]
    assert world.history("github/dev") == ["26.02", "26.04"]


def test_a_file_that_becomes_a_link_of_the_same_bytes_is_noticed(world: World) -> None:
    head = world.commit(both_pins("26.02"))
    repo = world.origin.repo
    index = pygit2.Index()
    index.read_tree(repo[head].peel(pygit2.Tree))
    entry = index[files.GITHUB_DEV]
    index.add(pygit2.IndexEntry(entry.path, entry.id, FileMode.LINK))
    who = pygit2.Signature("Ada", "ada@example.org", 1767226000, 0)
    repo.create_commit("refs/heads/main", who, who, "Link", index.write_tree(repo), [pygit2.Oid(hex=head)])
    world.poll()
    assert world.history("github/dev") == ["26.02", "?"]


def test_branch_names_that_are_not_text_do_not_cost_the_others(world: World) -> None:
    head = world.commit(both_pins("26.02"))
    packed = world.origin.path / "packed-refs"
    names = [b"core_r\xff", b"core_r/" + b"/".join([b"x"] * 110), b"core_r" + b"y" * 240]
    lines = sorted(b"%s refs/heads/%s\n" % (head.encode(), name) for name in [b"main", *names])
    packed.write_bytes(b"# pack-refs with: peeled fully-peeled sorted \n" + b"".join(lines))
    (world.origin.path / "refs" / "heads" / "main").unlink()
    world.poll()
    assert world.history("github/dev") == ["26.02"]
    assert Branch.objects.filter(name="core_r\\xff").exists()
