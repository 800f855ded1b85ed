"""Plotly's browser bundle is served from the Python package, so page and server speak one version."""

from __future__ import annotations

from pathlib import Path

import plotly
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage


class PlotlyFinder(FileSystemFinder):
    """Finds `vendor/plotly.min.js` in the installed plotly package."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        root = Path(plotly.__file__).parent / "package_data"
        storage = FileSystemStorage(location=root)
        storage.prefix = "vendor"  # type: ignore[attr-defined]
        self.locations = [("vendor", str(root))]
        self.storages = {str(root): storage}

    def check(self, **kwargs: object) -> list[object]:  # type: ignore[override]  # noqa: ARG002
        return []

    def list(self, ignore_patterns):  # type: ignore[no-untyped-def]  # noqa: ARG002, ANN
        for storage in self.storages.values():
            yield "plotly.min.js", storage
