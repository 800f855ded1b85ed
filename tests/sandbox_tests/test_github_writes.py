"""A bump's five writes, and every no that the real GitHub says to them."""

from __future__ import annotations

import github
import pytest
from github import GithubException, InputGitTreeElement
from github.Repository import Repository

from tests.sandbox.fixtures import LM, READER_TOKEN, Town
from tests.sandbox_tests.clients import hub

pytestmark = pytest.mark.enable_socket


def branch_with_change(repo: Repository, name: str, content: str = "25.09\n") -> str:
    head = repo.get_branch("main").commit
    base = repo.get_git_tree(head.sha)
    tree = repo.create_git_tree([InputGitTreeElement("pin", "100644", "blob", content=content)], base)
    commit = repo.create_git_commit("bump", tree, [repo.get_git_commit(head.sha)])
    repo.create_git_ref(f"refs/heads/{name}", commit.sha)
    return commit.sha


def test_one_commit_becomes_a_labelled_draft_pull_request(small_town: Town) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    sha = branch_with_change(repo, "bump/dev-25.09")
    pull = repo.create_pull(base="main", head="bump/dev-25.09", title="Bump", body="why", draft=True)
    pull.add_to_labels("Run functional tests")
    comment = pull.create_issue_comment(f"/ok to test {sha}")
    assert (pull.draft, pull.head.sha, pull.user.login, pull.changed_files) == (True, sha, "bumpboard-bot", 1)
    assert [file.filename for file in pull.get_files()] == ["pin"]
    assert [one.sha for one in pull.get_commits()] == [sha]
    again = repo.get_pull(pull.number)
    assert [label.name for label in again.labels] == ["Run functional tests"]
    assert [one.body for one in again.get_issue_comments()] == [comment.body]
    assert "25.09" in repo.get_contents("pin", ref="bump/dev-25.09").decoded_content.decode()  # type: ignore[union-attr]


def test_a_second_pull_request_from_the_same_branch_is_refused(small_town: Town) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    branch_with_change(repo, "bump")
    first = repo.create_pull(base="main", head="bump", title="one")
    with pytest.raises(GithubException) as refused:
        repo.create_pull(base="main", head="bump", title="two")
    assert refused.value.status == 422
    assert "A pull request already exists for NVIDIA:bump." in str(refused.value.data)
    assert [one.number for one in repo.get_pulls(head="NVIDIA:bump")] == [first.number]


@pytest.mark.parametrize(("head", "base"), [("nowhere", "main"), ("bump", "nowhere"), ("main", "main")])
def test_a_pull_request_needs_both_ends_and_a_commit_between_them(small_town: Town, head: str, base: str) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    branch_with_change(repo, "bump")
    with pytest.raises(GithubException) as refused:
        repo.create_pull(base=base, head=head, title="no")
    assert refused.value.status == 422


def test_a_reference_is_made_once(small_town: Town) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    sha = branch_with_change(repo, "bump")
    with pytest.raises(GithubException) as refused:
        repo.create_git_ref("refs/heads/bump", sha)
    assert (refused.value.status, refused.value.message) == (422, "Reference already exists")


def test_a_token_without_the_right_is_told_so(small_town: Town) -> None:
    repo = hub(small_town.sandbox, READER_TOKEN).get_repo(LM)
    with pytest.raises(GithubException) as refused:
        repo.create_git_ref("refs/heads/x", repo.get_branch("main").commit.sha)
    assert refused.value.status == 403


def test_a_bad_token_is_refused_even_for_what_is_public(small_town: Town) -> None:
    with pytest.raises(github.BadCredentialsException):
        hub(small_town.sandbox, "ghp_wrong").get_repo(LM)


def test_a_branch_only_moves_forward_unless_forced(small_town: Town) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    branch_with_change(repo, "bump")
    ref, main = repo.get_git_ref("heads/bump"), repo.get_branch("main").commit.sha
    with pytest.raises(GithubException, match="fast forward"):
        ref.edit(main)
    ref.edit(main, force=True)
    assert repo.get_branch("bump").commit.sha == main


def test_a_pull_request_closes_with_its_branch_and_follows_its_head(small_town: Town) -> None:
    repo = hub(small_town.sandbox).get_repo(LM)
    branch_with_change(repo, "bump")
    number = repo.create_pull(base="main", head="bump", title="one").number
    new = small_town.commit({"other": "x"}, branch="bump")
    assert repo.get_pull(number).head.sha == new
    assert f"refs/pull/{number}/merge" in small_town.repo.origin.repo.references
    repo.get_git_ref("heads/bump").delete()
    assert repo.get_pull(number).state == "closed"
