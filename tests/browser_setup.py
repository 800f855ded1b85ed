"""Finds the Chromium the browser tests drive, or gets one: `python -m tests.browser_setup`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_TIMEOUT = 240
PACKAGE_TIMEOUT = 420


def find_browser() -> str | None:
    """A browser that starts: the one CHROMIUM names, one on PATH, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        # Named by a person: falling back to another one would hide the mistake.
        return named if _starts(named) else None
    for name in ON_PATH:
        if (found := shutil.which(name)) and _starts(found):
            return found
    own = _playwrights_own()
    return own if own and _starts(own) else None


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(browser: str) -> bool:
    """Ubuntu's `chromium-browser` may be a stub that only speaks of a snap, so being there is not enough."""
    try:
        result = subprocess.run([browser, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def install() -> None:
    """Try Playwright's download, then the system's package; whether it worked shows in find_browser()."""
    _run("Playwright's Chromium", [sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_TIMEOUT)
    if find_browser() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    _run("Debian's package list", ["apt-get", "update"], PACKAGE_TIMEOUT)
    _run(
        "Debian's chromium",
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
        PACKAGE_TIMEOUT,
    )


def _run(what: str, command: list[str], timeout: int) -> None:
    _say(f"fetching {what}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        result = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"no {what}: {error}")
        return
    if result.returncode:
        lines = (result.stderr or result.stdout).strip().splitlines() or ["no reason given"]
        _say(f"no {what}: {lines[-1]}")


def _say(text: str) -> None:
    sys.stderr.write(f"browser: {text}\n")


def main() -> int:
    browser = find_browser()
    if browser is None and "CHROMIUM" in os.environ:
        _say(f"CHROMIUM={os.environ['CHROMIUM']} does not start; correct it or unset it")
        return 1
    if browser is None:
        install()
        browser = find_browser()
    if browser is None:
        _say("none found and none could be fetched; install Chromium, or name one with CHROMIUM=/path/to/it")
        return 1
    _say(f"using {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
