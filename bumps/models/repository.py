"""A tracked project, and the variants (dev, lts, …) whose required pins must agree."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from django.db import models

from bumps.rules.desync import Rule


class ActiveQuerySet(models.QuerySet[Any]):
    def active(self) -> ActiveQuerySet:
        """What the configuration still names; retired rows keep their history."""
        return self.filter(retired_at=None)


class Repository(models.Model):
    """A project whose pins are tracked; declared in bumpboard.toml."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    image = models.CharField(max_length=300)
    default_branch = models.CharField(max_length=250)
    branch_patterns = models.JSONField(default=list)
    recipes = models.CharField(max_length=300, blank=True, help_text="folder of the recipes that list its tests")
    launchers = models.CharField(max_length=300, blank=True, help_text="folder of test launchers, flaky ones apart")
    issues_since = models.DateTimeField(null=True, help_text="numbers named before it are not GitHub's")
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = ActiveQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name_plural = "repositories"

    def __str__(self) -> str:
        return self.name

    def tracks(self, branch: str) -> bool:
        """Whether the configuration's patterns name this branch."""
        return branch == self.default_branch or any(fnmatchcase(branch, p) for p in self.branch_patterns)


class Variant(models.Model):
    """A group of required sites and the rule they keep."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="variants")
    name = models.CharField(max_length=50)
    label = models.CharField(max_length=50)
    rule_kind = models.CharField(max_length=10, choices=[("equal", "equal"), ("one_of", "one of")])
    subject = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = ActiveQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["repository", "name"], name="one_variant_of_a_name")]

    def __str__(self) -> str:
        return self.label

    @property
    def rule(self) -> Rule:
        return Rule("one_of" if self.rule_kind == "one_of" else "equal", self.subject)
