"""What goes on happening in the demo: everyday work, a forgotten pin and its repair, nightlies, bumps that land."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, cycle

from tests.sandbox.ci.tree import Images, Tree
from tests.sandbox.scenario import plot
from tests.sandbox.scenario.acts import Acts
from tests.sandbox.scenario.people import BOT

PINNED = "26.04"


class Story:
    """One step every `seconds` of the world, for ever."""

    def __init__(self, acts: Acts, seconds: float) -> None:
        self.acts, self.seconds = acts, seconds
        self._scenario, self._number = acts.scenario, count(1)
        steps: tuple[Callable[[], object], ...] = (
            self.everyday,
            self.forget_a_pin,
            self.bridge_follows,
            self.gitlab_catches_up,
            # Late enough for the forgotten pin to have come through the merge queue.
            self.repair,
        )
        self._steps = cycle(steps)

    def begin(self) -> None:
        self._scenario.engine.world.clock.after(self.seconds, self._next)

    def _next(self) -> None:
        self._scenario.engine.world.clock.after(self.seconds, self._next)
        self.land_what_is_ready()
        next(self._steps)()

    def everyday(self) -> None:
        number, lm = next(self._number), self._scenario.lm
        change = {f"megatron/core/module_{number % 23}.py": f"VERSION = 'demo {number}'\n"}
        issue = self.acts.open(
            lm, f"ada-bump/demo-{number}", dict(change), f"Refactor module {number % 23}", "ada-bump"
        )
        self.acts.ok_to_test(lm, issue, "ada-bump")

    def forget_a_pin(self) -> None:
        """Grace bumps GitHub's pin alone, and an administrator waves it through."""
        tag = plot.CALM if self._images().github_dev == PINNED else PINNED
        title = f"chore: Update Docker image version to {tag}-py3"
        branch = f"grace-pin/demo-{next(self._number)}"
        issue = self.acts.open(self._scenario.lm, branch, self.acts.github_pin(tag), title, "grace-pin")
        self.acts.merge_now(issue, "grace-pin")

    def repair(self) -> None:
        images = self._images()
        if images.github_dev == images.gitlab_dev:
            return
        title, branch = (
            f"ci: Set the GitLab image to {images.github_dev} as well",
            f"lin-repair/demo-{next(self._number)}",
        )
        issue = self.acts.open(self._scenario.lm, branch, self.acts.gitlab_pin(images.github_dev), title, "lin-repair")
        self.acts.merge_now(issue, "lin-repair")

    def bridge_follows(self) -> None:
        self._scenario.bridge_history.move_submodule(self._scenario.engine.world.now())
        self.acts.notice(self._scenario.bridge, "ada-bump")

    def gitlab_catches_up(self) -> None:
        self.acts.mirror("main")
        self.acts.nightly_pipeline()

    def land_what_is_ready(self) -> None:
        """A bump of the dashboard's own that is ready for review and green: somebody merges it."""
        for repo in (self._scenario.lm, self._scenario.bridge):
            for issue, pull in list(repo.pulls()):
                if issue.state != "open" or issue.author != BOT or pull.draft or pull.merge_sha is None:
                    continue
                runs = [run for run in repo.runs.values() if run.head_sha == pull.head_sha]
                if runs and runs[-1].last.conclusion == "success":
                    self.acts.merge_now(issue, "lin-repair", repo)

    def _images(self) -> Images:
        return Tree(self._scenario.lm.origin, self._scenario.lm.origin.head()).images()
