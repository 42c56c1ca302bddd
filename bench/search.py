"""`python -m bench.search`: how well the search answers, how quick and how large it is, in a real browser.

The three sets of tests/search/ are asked of the worker of a built site, beside Material's own search on the
same pages; then every letter of the first set, on the real corpus and on one ten times as large.
Needs what the tests need (`make setup`): Playwright and a browser.
"""

from __future__ import annotations

import gzip
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import python, spent

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
SETS = ("queries", "own", "untouched")
SIZES = (1, 10)
LARGEST = {"index": 50_000, "worker": 15_000}
"""Bytes as a server sends them, at most."""
QUICK = 50
"""Milliseconds for 95 of 100 letters, at most."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 — the base class's name
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("the search is measured in a browser: run `make setup` first") from None
    found = subprocess.run(["sh", str(ROOT / ".ci/browser.sh")], capture_output=True, text=True, check=False)
    with sync_playwright() as playwright:
        path = found.stdout.strip() or None
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])


def built(folder: Path, size: int, language: str) -> Path:
    """The site of the corpus, or of one so many times as large."""
    project, site = folder / f"project-{size}", folder / f"site-{size}-{language}"
    if not project.exists():
        spent(python("-m", "bench.grow", str(ROOT), str(project), str(size)), cwd=ROOT)
    config = str(project / "mkdocs.yml")
    command = python("-m", "mkdocs", "build", "--config-file", config, "--site-dir", str(site))
    spent(command, {"TOKKI_LANGUAGE": language}, ROOT)
    return site


def bare(folder: Path) -> Path:
    """The same pages built by plain mkdocs-material, with its own search."""
    config = str(folder / "project-1" / "mkdocs.yml")
    spent(python("-m", "bench.bare", config, "ja", str(folder / "bare")), cwd=ROOT)
    project = folder / "bare" / "mkdocs.yml"
    site = folder / "plain"
    spent(python("-m", "mkdocs", "build", "--config-file", str(project), "--site-dir", str(site)), cwd=ROOT)
    return site


def weight(path: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(path.read_bytes(), 9))


def answered(site: Path, window: Browser, names: tuple[str, ...]) -> None:
    """Ask the sets and print how well and how quickly they were answered."""
    from bench.finding import ask, queries, scored, told

    with served(site) as address:
        for name in names:
            asked = queries(ROOT / "tests" / "search" / f"{name}.json")
            page = window.new_page()
            page.goto(f"{address}/index.html")
            said = ask(page, [query.text for query in asked])
            page.close()
            print(f"\n{name}\n{told(scored(asked, said.found))}")
            print(f"ready {said.ready:.0f} ms, first query {said.first:.0f} ms")


def typed(site: Path, window: Browser) -> str:
    """How quickly every letter of the first set is answered."""
    from bench.finding import ask, queries

    with served(site) as address:
        page = window.new_page()
        page.goto(f"{address}/index.html")
        texts = [query.text for query in queries(ROOT / "tests" / "search" / "queries.json")]
        said = ask(page, texts, letters=True)
        page.close()
    late = said.late()
    aim = f"≤ {QUICK}" + ("" if late <= QUICK else ", missed")
    return (
        f"{len(said.typed)} letters, p50 {said.late(0.5):.1f} ms, p95 {late:.1f} ms ({aim}); "
        f"ready {said.ready:.0f} ms, first query {said.first:.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="tokki-bench-") as scratch, browser() as window:
        folder = Path(scratch)
        for language in ("ja", "en"):
            site = built(folder, 1, language)
            print(f"\n== the search of the {language} site")
            (worker,) = (site / "assets" / "tokki" / "search").glob("worker.*.js")
            for name, path in (("index", site / "search" / "search_index.json"), ("worker", worker)):
                size = weight(path)
                aim = f"≤ {LARGEST[name]:,}{'' if size <= LARGEST[name] else ', missed'}"
                print(f"{name}: {size:,} bytes gzipped ({aim})")
            answered(site, window, SETS)
        print("\n== Material's own search on the same pages (ja)")
        answered(bare(folder), window, ("queries",))
        for size in SIZES:
            print(f"\n== letter by letter, corpus ×{size}\n{typed(built(folder, size, 'ja'), window)}")


if __name__ == "__main__":
    main()
