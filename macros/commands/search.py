"""`tokki search`: the search of the handbook, in the terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.errors import DataError

if TYPE_CHECKING:
    from macros.search.engine import Engine
    from macros.search.entries import Duty


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is told."""

    title: str
    location: str
    score: float
    duties: tuple[Duty, ...]
    why: tuple[tuple[str, str], ...]

    def lines(self, labels: dict[str, str]) -> list[str]:
        """The hit in a few lines."""
        told = [self.title]
        for duty in self.duties:
            when = f", {duty.when}" if duty.when else ""
            told.append(f"  {labels[duty.modality]} ({duty.who}{when}): {duty.plain}")
        told += [f"  {said} → {word}" for said, word in self.why]
        return [*told, f"  {self.location}"]


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder (with clauses/ and forms/). Default: the current one.",
)
@click.option("--language", default="ja", help="The reader's language. Default: ja.")
@click.option("--limit", default=5, help="So many hits at most. Default: 5.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs.",
)
def search(query: tuple[str, ...], root: Path, language: str, limit: int, form: str) -> None:
    """Find provisions, forms, terms, checklists, questions, as the handbook does. Exits 1 without a hit."""
    from macros.render.wording import languages, words_of

    if language not in languages():
        raise click.BadParameter(f"one of {', '.join(languages())}", param_hint="--language")
    engine = _engine(root, language)
    asked, words = " ".join(query), words_of(language)
    found = [
        Found(
            engine.index.title(hit.number),
            engine.entries[hit.number].location,
            hit.score,
            engine.entries[hit.number].duties,
            tuple(engine.why(asked, hit.number)),
        )
        for hit in engine.search(asked)[:limit]
    ]
    if form == "json":
        click.echo(json.dumps([asdict(hit) for hit in found], ensure_ascii=False, indent=1))
    elif found:
        labels = dict(engine.index.words)
        click.echo("\n\n".join("\n".join(hit.lines(labels)) for hit in found))
    else:
        ways = ", ".join(words[way] for way in ("glossary", "roles", "lifecycle", "deadlines", "register"))
        click.echo(f"{words['nothing_here']} {words['search_ways']} {ways}", err=True)
    sys.exit(0 if found else 1)


def _engine(root: Path, language: str) -> Engine:
    from macros import corpus
    from macros.forms.load import Shelf, load
    from macros.render.finding import index
    from macros.render.pages import Site
    from macros.search.engine import Engine
    from macros.training import checklists, courses

    try:
        forms = root / "forms"
        shelf = load(forms) if forms.is_dir() else Shelf({})
        lists = checklists.load(forms) if forms.is_dir() else ()
        lessons, whole = courses.load(forms), corpus.load(root / "clauses")
        return Engine(index(Site(whole, language, shelf=shelf, lessons=lessons, lists=lists)))
    except DataError as error:
        raise click.ClickException(f"the data has faults\n{error}") from None
