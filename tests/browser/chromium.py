"""Chromium without a window, which is to find nothing but this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

NAMES = ("chromium", "google-chrome")
MISSING = "there is no Chromium; on Debian: apt-get install chromium"
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
)
SIZE = (1280, 1000)
PATIENCE = 30_000  # milliseconds for what takes one on a quiet machine


def installed() -> str | None:
    """Where it is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """A page in a browser of its own, which keeps what it keeps in this folder."""
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    width, height = SIZE
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
            env={**os.environ, "XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        )
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="light",
            locale="en-US",
            timezone_id="UTC",
        )
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()
