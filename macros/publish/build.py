"""The whole handbook: every language built side by side, a root page, all links followed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from macros import rules
from macros.corpus import load_profile
from macros.errors import DataError
from macros.model import Corpus
from macros.pdf.fonts import FontMissing
from macros.pdf.layout import LayoutError
from macros.publish.links import broken
from macros.render.desk import voice_in
from macros.render.policy import content_policy
from macros.render.printed import address_of
from macros.render.templates import environment
from macros.render.wording import editions, languages, words_of
from macros.training import checklist_rules
from macros.training.changed import Comparison, compare
from macros.training.edition import edition_of
from macros.training.edition_file import edition_in

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""Silences banners of the engine's heirs and rivals."""


class BuildError(Exception):
    """The build did not succeed; the message is for the person who asked for it."""


@dataclass(frozen=True)
class _Root:
    """What the root pages say about one language."""

    language: str
    words: dict[str, str]
    own_name: str


def build(
    root: Path,
    target: Path,
    engine: str = "mkdocs",
    site_url: str = "",
    profile: Path | None = None,
    prefilled: Path | None = None,
    since: Path | None = None,
) -> None:
    """Build all languages of the project in `root` into `target`, which is replaced only by a whole build.

    `profile` is a contract's; `prefilled` a company's, which the site shall carry in copies of the forms.
    `since` is an earlier edition, a folder of clauses or a file: the site says what changed since.

    Raises `DataError` with every fault of the data, or `BuildError` with what the engine said.
    """
    reading, problems = rules.check(root / "clauses")
    if problems or reading.corpus is None:
        raise DataError(problems)
    try:
        sheets = "coded" if address_of(site_url) else "plain"
    except ValueError as error:
        raise BuildError(str(error)) from None
    base = urlsplit(site_url).path.rstrip("/") + "/"
    changed = _compared(reading.corpus, since) if since else None
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tokki-", dir=target.parent) as scratch:
        made = Path(scratch) / "site"
        made.mkdir()
        given = {
            "TOKKI_PROFILE": _whole(profile),
            "TOKKI_PREFILLED": _whole(prefilled),
            "TOKKI_SHEETS": sheets,
            "TOKKI_SINCE": changed.old.name if changed else "",
        }
        running = _started(root, made, engine, base, given)
        try:
            _print(root, made / "sheets", reading.corpus, site_url, profile, changed)
        finally:
            faults = _ended(running)
        if faults:
            raise BuildError("\n".join(faults))
        own_names = reading.corpus.vocabulary.languages
        _root_pages(made, {tag: own_names.get(tag, tag) for tag in languages()}, base)
        if (faults := broken(made)) != []:
            raise BuildError("links lead nowhere:\n" + "\n".join(faults))
        if target.exists():
            target.replace(Path(scratch) / "old")
        made.replace(target)


def _whole(path: Path | None) -> str:
    return str(path.resolve()) if path else ""


def _compared(corpus: Corpus, since: Path) -> Comparison:
    """What changed since an earlier edition of the text that asks for training."""
    if (voice := voice_in(corpus, editions()[0])) is None:
        raise BuildError("no words here ask for training: there is nothing to compare an edition with")
    now = edition_of(voice.book.body)
    try:
        return compare(edition_in(since, now.instrument), now)
    except ValueError as error:
        raise BuildError(str(error)) from None


def _print(
    root: Path,
    folder: Path,
    corpus: Corpus,
    site_url: str,
    profile: Path | None,
    changed: Comparison | None,
) -> None:
    """The PDFs of training and the sheets that are pages, while the engines run."""
    from macros.publish.sheets import print_all, write_changed, write_edition, write_screens

    lists, problems = checklist_rules.check(root / "forms", corpus, root / "clauses")
    if problems:
        raise DataError(problems)
    given = load_profile(profile, corpus) if profile else None
    try:
        print_all(folder, corpus, lists, site_url, given)
        write_screens(folder, corpus, given)
        write_edition(folder, corpus)
        if changed is not None:
            write_changed(folder, corpus, changed, given)
    except (FontMissing, LayoutError) as error:
        raise BuildError(str(error)) from None


def _started(
    root: Path, made: Path, engine: str, base: str, more: dict[str, str]
) -> dict[str, subprocess.Popen[str]]:
    running = {}
    for language in languages():
        command = [sys.executable, "-m", engine, "build", "--strict", "--clean"]
        command += ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str((made / language).resolve())]
        given = {
            "TOKKI_LANGUAGE": language,
            "TOKKI_BASE": f"{base}{language}",
            **more,
        }
        running[language] = subprocess.Popen(
            command,
            env=os.environ | QUIET | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
    return running


def _ended(running: dict[str, subprocess.Popen[str]]) -> list[str]:
    """Waits for the engines; what they said where they failed."""
    faults = []
    for language, process in running.items():
        said, _ = process.communicate()
        if process.returncode:
            faults.append(f"the {language} site was not built:\n{said.strip()}")
    return faults


def _root_pages(made: Path, own_names: dict[str, str], base: str) -> None:
    sites = [_Root(tag, dict(words_of(tag)), name) for tag, name in own_names.items()]
    sheets = sorted(path.name for path in (made / sites[0].language / "assets" / "tokki").glob("*.css"))
    template = environment().get_template("root/index.html.j2")
    # The host shows 404.html at any depth, so its links start at the root of the site.
    for name, start in (("index.html", ""), ("404.html", base)):
        html = template.render(
            sites=sites, sheets=sheets, base=start, missing=name == "404.html", policy=content_policy()
        )
        (made / name).write_text(html, "utf-8")


def serve(root: Path, language: str, address: str) -> int:
    """Serve one language with live reload until interrupted. Returns the engine's exit status."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    command += ["--config-file", str(root / "mkdocs.yml")]
    try:
        return subprocess.run(
            command, env=os.environ | QUIET | {"TOKKI_LANGUAGE": language}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 0
