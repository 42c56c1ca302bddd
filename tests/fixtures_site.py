"""The handbook built once for all tests, served on this machine, opened in a browser."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from macros.publish.build import build


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole handbook, built from the project as it is."""
    target = tmp_path_factory.mktemp("built") / "site"
    build(root, target)
    return target


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and the site's own 404 page; says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 — the base class's name
        """Keep the output of the tests clean."""


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address under which the handbook is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser(root: Path) -> Iterator[Browser]:
    """A Chromium without a window: the system's, or Playwright's own."""
    found = subprocess.run(
        ["sh", str(root / ".ci" / "browser.sh")], capture_output=True, text=True, check=False
    ).stdout.strip()
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("CI"):
                pytest.fail("no browser for the tests: run `make setup`")
            pytest.skip("no browser for the tests: run `make setup`")
        arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
        if os.name == "posix" and os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=found or None, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The source of axe-core, as the lock file names it."""
    path = root / "macros" / "theme" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.fail("axe-core is missing: run `make setup`")
    return path.read_text("utf-8")
