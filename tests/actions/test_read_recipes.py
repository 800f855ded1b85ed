"""Tests that left the gate: since which commit, for which issue, and what became of that issue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bumps.actions.poll import poll
from bumps.actions.read_recipes import read_recipes
from bumps.actions.recipe_history import RecipeReader
from bumps.models import Branch, BrokenMark, Issue, RecipeEntry, TestCase
from tests.actions.ci_world import CiWorld
from tests.origins.megatron import both_pins
from tests.origins.origin import Content
from tests.sandbox.world import World as Sandboxed
from tests.world import World

PATH = "tests/test_utils/recipes/h100/gpt.yaml"


def recipe(*scopes: str, comment: str = "", more: str = "") -> str:
    above = f"        # {comment}\n" if comment else ""
    return f"""\
type: basic
format_version: 1
spec:
  model: gpt
products:
  - test_case: [gpt3_tp2]
    products:
      - environment: [dev]
{above}        scope: [{", ".join(scopes)}]
        platforms: [dgx_h100]
{more}"""


def read(world: World) -> None:
    world.poll()
    read_recipes(world.remote.pk)


@pytest.fixture
def marked(world: World) -> World:
    """Marked as broken by the third commit; a change beside it follows."""
    world.commit(both_pins("26.02") | {PATH: recipe("mr", "mr-github")}, "Start (#1)")
    world.commit({"README.md": "x"}, "Nothing (#2)")
    world.commit({PATH: recipe("mr-broken", "mr-github-broken", comment="Hangs: #4612")}, "Out (#3)")
    world.commit({PATH: recipe("mr-broken", "mr-github-broken", comment="Still hangs: #4612")}, "Reword (#4)")
    return world


def test_a_mark_stands_since_the_commit_that_made_it(marked: World) -> None:
    read(marked)
    mark = BrokenMark.objects.select_related("issue", "test").get()
    assert (mark.way, mark.since_pull_request, mark.platform) == ("broken", "#3", "H100")
    assert mark.test is not None
    assert (mark.test.suite, mark.test.name) == ("gpt", "gpt3_tp2")
    assert mark.issue is not None
    assert (mark.issue.ref, mark.reason) == ("#4612", "Still hangs: #4612")
    assert mark.since_at == datetime(2026, 1, 1, 3, tzinfo=UTC)


def test_what_a_head_asks_for_is_kept_by_platform_and_scope(marked: World) -> None:
    read(marked)
    entry = RecipeEntry.objects.get()
    assert (entry.platform, entry.environment, entry.scopes) == ("H100", "dev", ["mr-broken", "mr-github-broken"])


def test_read_step_by_step_and_read_at_once_are_the_same(world: World) -> None:
    for number, scopes in enumerate([["mr"], ["mr-broken"], ["mr"], ["mr-broken"], ["mr-broken", "nightly"]]):
        world.commit(both_pins("26.02") | {PATH: recipe(*scopes, more=f"# {number}\n")}, f"Change (#{number})")
        read(world)
    stepped = list(BrokenMark.objects.values("name", "since_commit", "since_pull_request", "line", "scope"))
    assert [mark["since_pull_request"] for mark in stepped] == ["#3"]
    BrokenMark.objects.all().delete()
    Branch.objects.update(recipes_head="")
    read_recipes(world.remote.pk)
    assert list(BrokenMark.objects.values("name", "since_commit", "since_pull_request", "line", "scope")) == stepped


def test_a_mark_keeps_its_row_while_it_stands_and_goes_when_it_is_lifted(marked: World) -> None:
    read(marked)
    row = BrokenMark.objects.get().pk
    marked.commit({PATH: recipe("mr-broken", comment="Hangs: #4613", more="# longer\n")}, "Another issue (#5)")
    read(marked)
    mark = BrokenMark.objects.select_related("issue").get()
    assert (mark.pk, mark.since_pull_request) == (row, "#3")
    assert mark.issue is not None
    assert mark.issue.ref == "#4613"
    marked.commit({PATH: recipe("mr")}, "Back (#6)")
    read(marked)
    assert not BrokenMark.objects.exists()
    assert TestCase.objects.count() == 1


def test_a_file_that_cannot_be_read_for_a_while_does_not_begin_its_marks_anew(marked: World) -> None:
    marked.commit({PATH: "products: [\n"}, "Half a file (#5)")
    read(marked)
    assert BrokenMark.objects.get().since_pull_request == "#3"
    marked.commit({PATH: recipe("mr-broken", comment="Hangs: #4612")}, "Whole again (#6)")
    read(marked)
    assert BrokenMark.objects.get().since_pull_request == "#3"


def test_only_a_change_of_the_recipes_is_read(marked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read(marked)
    marked.commit({"README.md": "y"}, "Beside (#5)")
    monkeypatch.setattr(RecipeReader, "_merged", lambda *_: pytest.fail("nothing of the recipes changed"))
    read(marked)
    branch = marked.branch()
    assert branch.recipes_head == branch.head


def test_every_poll_sends_what_was_not_read_until_it_was(marked: World) -> None:
    def sent() -> bool:
        return "workers.tasks.read_recipes" in [follow_up.task for follow_up in poll(marked.remote.pk)]

    assert sent()
    assert sent(), "the first one was lost with its worker"
    read_recipes(marked.remote.pk)
    assert not sent()


def test_a_branch_that_another_worker_reads_is_left_alone(marked: World) -> None:
    marked.poll()
    assert marked.branch().claim_recipes(timezone.now(), timedelta(minutes=1))
    read_recipes(marked.remote.pk)
    assert not BrokenMark.objects.exists()


class TestIssues:
    """GitHub's word on the issues that marks name."""

    pytestmark = pytest.mark.enable_socket

    @staticmethod
    def arrange(ci: CiWorld, comment: str, at: datetime | None = None) -> Issue:
        files: dict[str, Content] = {PATH: recipe("mr-broken", comment=comment)}
        if at is None:
            ci.town.commit(files, "Out (#3)")
        else:
            ci.town.repo.origin.commit(files, "Out (#3)", at)
        ci.poll("git")
        read_recipes(ci.remote("git").pk)
        ci.poll("github")
        return Issue.objects.get()

    @staticmethod
    def file(world: Sandboxed, ci: CiWorld, state: str, days: int = 30) -> int:
        made = world.issue(ci.town.repo, "It hangs", "ada", number=4612)
        made.created_at = world.now() - timedelta(days=days)
        if state == "closed":
            made.state, made.closed_at = "closed", world.now() - timedelta(days=3)
        return made.number

    @pytest.mark.parametrize("state", ["open", "closed"])
    def test_its_state_is_told(self, ci: CiWorld, state: str) -> None:
        number = self.file(ci.sandbox.world, ci, state)
        issue = self.arrange(ci, f"Hangs: #{number}")
        assert (issue.state, issue.title) == (state, "It hangs")
        assert (issue.closed_at is not None) == (state == "closed")

    @pytest.mark.parametrize("comment", ["Hangs: !4612", "Hangs: #99999"])
    def test_a_number_that_is_not_githubs_is_unknown(self, ci: CiWorld, comment: str) -> None:
        issue = self.arrange(ci, comment)
        assert issue.state == "unknown"
        assert issue.reason

    def test_a_number_named_before_the_project_moved_is_unknown(self, ci: CiWorld) -> None:
        number = self.file(ci.sandbox.world, ci, "open", days=900)
        issue = self.arrange(ci, f"Hangs: #{number}", datetime(2025, 8, 1, tzinfo=UTC))
        assert issue.state == "unknown"
        assert "October 2025" in issue.reason

    def test_an_issue_younger_than_its_mark_is_another_one(self, ci: CiWorld) -> None:
        number = self.file(ci.sandbox.world, ci, "open", days=1)
        issue = self.arrange(ci, f"Hangs: #{number}", datetime.now(UTC) - timedelta(days=20))
        assert issue.state == "unknown"
        assert "younger" in issue.reason

    def test_a_state_is_asked_for_again_after_an_hour(self, ci: CiWorld) -> None:
        number = self.file(ci.sandbox.world, ci, "open")
        issue = self.arrange(ci, f"Hangs: #{number}")
        ci.town.repo.issues[number].state = "closed"
        ci.poll("github")
        issue.refresh_from_db()
        assert issue.state == "open"
        Issue.objects.update(checked_at=timezone.now() - timedelta(hours=2))
        ci.poll("github")
        issue.refresh_from_db()
        assert issue.state == "closed"
