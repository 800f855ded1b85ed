"""A test, wherever it runs, and the recipe rows that say where it should."""

from __future__ import annotations

from django.db import models


class TestCase(models.Model):
    """One test of a repository. The same case may run on several platforms, in both CI systems."""

    __test__ = False  # not for pytest

    repository = models.ForeignKey("bumps.Repository", models.CASCADE, related_name="test_cases")
    suite = models.CharField(max_length=100, blank=True, help_text="the model it tests (gpt, moe, …), or L0, L1, …")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["suite", "name"]
        constraints = [models.UniqueConstraint(fields=["repository", "suite", "name"], name="one_test_of_a_name")]

    def __str__(self) -> str:
        return f"{self.suite}/{self.name}" if self.suite else self.name


class RecipeEntry(models.Model):
    """What a tracked branch's head asks for: this test, on that platform, in those scopes. Derived from git."""

    branch = models.ForeignKey("bumps.Branch", models.CASCADE, related_name="recipe_entries")
    test = models.ForeignKey(TestCase, models.CASCADE, related_name="recipe_entries")
    path = models.CharField(max_length=500)
    line = models.PositiveIntegerField(default=0)
    platform = models.CharField(max_length=40, blank=True)
    environment = models.CharField(max_length=40, blank=True)
    scopes = models.JSONField(default=list)
    cadence = models.JSONField(default=list)

    class Meta:
        ordering = ["path", "line"]
        verbose_name_plural = "recipe entries"
        indexes = [
            # the tests of a branch: tests grid's filters, replaced whole when the recipes changed
            models.Index(fields=["branch", "path"], name="recipe_of_branch"),
        ]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
