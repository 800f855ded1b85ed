"""GitLab through its own client."""

from __future__ import annotations

import gitlab
import pytest

from tests.sandbox.fixtures import MIRROR, MIRROR_ID, Town
from tests.sandbox_tests.clients import lab

pytestmark = pytest.mark.enable_socket


def test_a_project_is_found_by_number_and_by_path(small_town: Town) -> None:
    client = lab(small_town.sandbox)
    client.auth()
    assert client.user is not None
    assert client.user.username == "bumpboard-bot"
    assert client.projects.get(MIRROR_ID).path_with_namespace == MIRROR
    assert client.projects.get(MIRROR).id == MIRROR_ID


@pytest.mark.parametrize(("token", "status"), [("glpat-wrong", 401), (None, 404)])
def test_strangers_learn_nothing(small_town: Town, token: str | None, status: int) -> None:
    with pytest.raises(gitlab.GitlabError) as refused:
        lab(small_town.sandbox, token).projects.get(MIRROR_ID)
    assert refused.value.response_code == status


def test_one_commit_of_several_actions_and_a_pipeline_on_it(small_town: Town) -> None:
    project = lab(small_town.sandbox).projects.get(MIRROR_ID, lazy=True)
    actions = [
        {"action": "create", "file_path": "a/b", "content": "1"},
        {"action": "update", "file_path": "README.md", "content": "2"},
    ]
    data = {"branch": "new", "start_branch": "main", "commit_message": "Two files", "actions": actions}
    commit = project.commits.create(data)
    assert project.branches.get("new").commit["id"] == commit.id
    assert project.files.raw("a/b", ref="new") == b"1"
    assert [one["id"] for one in project.repository_compare("main", "new")["commits"]] == [commit.id]  # type: ignore[index]
    variables = [{"key": "FUNCTIONAL_TEST", "value": "yes"}]
    made = project.pipelines.create({"ref": "new", "variables": variables})
    assert (made.status, made.sha) == ("created", commit.id)
    assert [one.value for one in project.pipelines.get(made.id).variables.list(get_all=True)] == ["yes"]
    with pytest.raises(gitlab.GitlabCreateError, match="Reference not found"):
        project.pipelines.create({"ref": "nowhere"})


def test_lists_come_in_pages(small_town: Town) -> None:
    for number in range(45):
        small_town.project.origin.branch(f"b{number:02}", small_town.project.origin.head())
    project = lab(small_town.sandbox).projects.get(MIRROR_ID, lazy=True)
    branches = project.branches.list(iterator=True, per_page=20)
    assert len(list(branches)) == 46
    assert len(project.branches.list(get_all=False)) == 20
    pages = small_town.sandbox.log.find("gitlab", "GET", ".*/repository/branches$")
    assert len(pages) == 4
