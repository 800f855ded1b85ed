"""Rows for the pages to show, written straight into the database: no git, no worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bumps.models import Branch, Desync, PinSite, PinValue, Remote, Repository, Variant

IMAGE = "nvcr.io/nvidia/pytorch"
OPENED = datetime(2026, 5, 7, 16, 23, tzinfo=UTC)
CLOSED = datetime(2026, 5, 8, 0, 45, 8, tzinfo=UTC)


def image(tag: str) -> str:
    return f"{IMAGE}:{tag}-py3"


def sha(number: int) -> str:
    return f"{number:040x}"


class Board:
    """One tracked repository with Megatron-LM's sites of one variant, and its main."""

    def __init__(self, slug: str = "megatron-lm", name: str = "Megatron-LM") -> None:
        self.repository = Repository.objects.create(slug=slug, name=name, image=IMAGE, default_branch="main")
        self.git = Remote.objects.create(
            repository=self.repository,
            kind=Remote.Kind.GIT,
            location="https://example.org/lm.git",
            next_poll_at=CLOSED + timedelta(days=1),
            answered_at=CLOSED,
        )
        web = "https://github.com/NVIDIA/Megatron-LM"
        Remote.objects.create(repository=self.repository, kind="github", location="NVIDIA/Megatron-LM", web_url=web)
        self.variant = Variant.objects.create(
            repository=self.repository, name="dev", label="dev", rule_kind="equal", position=0
        )
        self.github = self.site("github/dev", "github", "docker/.ngc_version.dev", 0)
        self.gitlab = self.site("gitlab/dev", "gitlab", ".gitlab/stages/01.build.yml", 1)
        self.main = self.branch("main", is_default=True)

    def site(self, name: str, ci: str, path: str, position: int, role: str = "required") -> PinSite:
        return PinSite.objects.create(
            repository=self.repository,
            variant=self.variant,
            name=name,
            ci=ci,
            path=path,
            reader="line",
            role=role,
            position=position,
        )

    def branch(self, name: str, *, is_default: bool = False) -> Branch:
        return Branch.objects.create(repository=self.repository, name=name, is_default=is_default)

    def pin(
        self,
        site: PinSite,
        tag: str,
        position: int,
        at: datetime = OPENED,
        pull_request: str = "",
        *,
        row: str = "",
        branch: Branch | None = None,
        subject: str = "",
        kind: str = "value",
    ) -> PinValue:
        """The newest value of that row; what was current before is history now."""
        branch = branch or self.main
        PinValue.objects.filter(branch=branch, site=site, row=row).update(is_current=False)
        return PinValue.objects.create(
            branch=branch,
            site=site,
            row=row,
            position=position,
            kind=kind,
            text=image(tag) if kind == "value" else tag,
            is_current=True,
            commit=sha(position),
            committed_at=at,
            author="Oliver",
            subject=subject or f"chore: Update Docker image version to {tag}-py3",
            pull_request=pull_request,
        )

    def agree(self, tag: str = "26.02", position: int = 1, at: datetime = OPENED - timedelta(days=60)) -> None:
        """Both sides on one tag."""
        self.pin(self.github, tag, position, at, "#3474")
        for row in ("amd64", "arm64"):
            self.pin(self.gitlab, tag, position, at, "#3474", row=row)

    def forget_gitlab(self, subject: str = "chore: Update Docker image version to 26.04-py3") -> Desync:
        """#4611: GitHub moves on, GitLab stays."""
        self.agree()
        return self.bump_github_alone(subject)

    def bump_github_alone(self, subject: str = "chore: Update Docker image version to 26.04-py3") -> Desync:
        """The second half of it, for a board that agrees already."""
        pin = self.pin(self.github, "26.04", 2, OPENED, "#4611", subject=subject)
        return Desync.objects.create(
            branch=self.main,
            variant=self.variant,
            values={
                "github/dev": image("26.04"),
                "gitlab/dev/amd64": image("26.02"),
                "gitlab/dev/arm64": image("26.02"),
            },
            opened_position=2,
            opened_at=OPENED,
            opened_commit=pin.commit,
            opened_author="Oliver",
            opened_subject=subject,
            opened_pull_request="#4611",
        )

    def repair(self, desync: Desync) -> None:
        """#4688: GitLab follows."""
        for row in ("amd64", "arm64"):
            pin = self.pin(self.gitlab, "26.04", 3, CLOSED, "#4688", row=row)
        after = dict.fromkeys(("github/dev", "gitlab/dev/amd64", "gitlab/dev/arm64"), image("26.04"))
        desync.close(pin, after)
        desync.save()


def submodule(board: Board, at: str, main: str, dev: str) -> Variant:
    """Bridge's variant: the submodule must stand at one of two commits."""
    variant = Variant.objects.create(
        repository=board.repository,
        name="mcore",
        label="Megatron-LM",
        rule_kind="one_of",
        subject="mcore/submodule",
        position=1,
    )
    paths = {"mcore/submodule": "3rdparty/Megatron-LM", "mcore/main": ".main.commit", "mcore/dev": ".dev.commit"}
    for place, ((name, path), value) in enumerate(zip(paths.items(), (at, main, dev), strict=True)):
        site = board.site(name, "", path, 5 + place)
        PinSite.objects.filter(pk=site.pk).update(variant=variant)
        pin = board.pin(site, "26.04", 7)
        PinValue.objects.filter(pk=pin.pk).update(text=value)
    return variant
