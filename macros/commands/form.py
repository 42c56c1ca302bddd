"""`tokki form`: blank, filled and final forms; a table of them; and back to data."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.commands.making import batch, blank, fill
from macros.commands.opening import READABLE, answers_in, corpus_in, profile_in, shelf_in
from macros.commands.teller import Teller
from macros.commands.telling import LANGUAGE, system_language, telling
from macros.errors import DataError, Place, Problem, shown

if TYPE_CHECKING:
    from macros.forms.definition import Answers, Form
    from macros.forms.load import Shelf


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder. Default: the current one.",
)
@click.pass_context
def form(context: click.Context, root: Path) -> None:
    """Forms: blank, filled, final; from a table; and back to data."""
    context.obj = root


@form.command("list")
@LANGUAGE
@click.pass_obj
def list_(root: Path, language: str) -> None:
    """The forms there are; reference forms are marked so."""
    teller = Teller(language)
    with telling(teller):
        for id_, each in shelf_in(root).forms.items():
            mark = each.mark or {language: teller.say("told_official")}
            said = [words.get(language) or words[each.language] for words in (mark, each.title)]
            click.echo("\t".join((id_, *said)))


@form.command()
@click.argument("name", metavar="FORM")
@click.option("--language", default="ja", help="Of the headings. Default: ja.")
@click.option(
    "--blocks", type=click.IntRange(1, 40), default=3, help="Columns for so many services … Default: 3."
)
@click.pass_obj
def columns(root: Path, name: str, language: str, blocks: int) -> None:
    """The empty table for `batch`, as CSV."""
    from macros.forms.table import blank as empty

    teller = Teller(system_language())
    with telling(teller):
        chosen = shelf_in(root).form(name)
        if language not in chosen.languages:
            said = teller.say("told_headings_language", got=language, known=teller.list(chosen.languages))
            raise click.BadParameter(said, param_hint="--language")
        sys.stdout.buffer.write(empty(chosen, language, blocks).encode("utf-8-sig"))


@form.command()
@click.argument("pdf", type=READABLE)
@click.option("--form", "name", help="Which form it is; default: told from its fields.")
@click.option("--format", "kind", type=click.Choice(["yaml", "json"]), default="yaml")
@LANGUAGE
@click.pass_obj
def read(root: Path, pdf: Path, name: str | None, kind: str, language: str) -> None:
    """Answers from a PDF that was filled in with any viewer, checked; or a file of answers in another format.

    The form's page opens JSON: answers and profiles (of companies, of contracts) in YAML become it here.
    """
    from macros.forms import files

    with telling(Teller(language)):
        if pdf.suffix.lower() in (".yml", ".yaml", ".json"):
            if (profile := profile_in(root, pdf)) is not None:
                click.echo(files.dump(profile, kind), nl=False)
                return
            chosen, found = answers_in(root, pdf)
            problems: list[Problem] = []
        else:
            chosen, found, problems = _from_pdf(shelf_in(root), pdf, name)
            if told := Teller(language).strange(chosen, str(pdf), _strange(chosen, found)):
                click.echo(told, err=True)
        click.echo((files.to_yaml if kind == "yaml" else files.to_json)(chosen, found), nl=False)
        if problems:
            raise DataError(problems)


def _strange(chosen: Form, found: Answers) -> dict[str, str]:
    """Field → characters that the form's font lacks: some viewers put wrong ones for what was typed."""
    from macros.forms.flat import to_fields
    from macros.pdf import face

    known = face.load().glyphs
    lacking = {
        key: "".join(dict.fromkeys(unit for unit in face.units(text) if unit not in known and unit != "\n"))
        for key, text in to_fields(chosen, found).items()
    }
    return {key: characters for key, characters in lacking.items() if characters}


def _from_pdf(shelf: Shelf, pdf: Path, name: str | None) -> tuple[Form, Answers, list[Problem]]:
    from macros.forms.answers import check
    from macros.forms.flat import nest
    from macros.pdf.read import MAX_BYTES, Unreadable, fields

    file = str(pdf)
    try:
        with pdf.open("rb") as opened:  # a device never ends
            found = fields(opened.read(MAX_BYTES + 1))
        nested = {id_: nest(each, found) for id_, each in shelf.forms.items()}
        best = name or min(nested, key=lambda id_: len(nested[id_].unknown))
        chosen = shelf.form(best)
        if len(nested[best].unknown) == len(found):
            raise Unreadable("stranger", "its fields are those of none of our forms")
    except Unreadable as fault:
        problem = Problem(Place(file, path="."), f"pdf-{fault.reason}", str(fault), about=fault.about)
        raise DataError([problem]) from None
    given, keys = nested[best].given, nested[best].keys
    answers, problems = check(chosen, given, lambda path: Place(file, path=keys.get(path, path)))
    rule = "the form has no such field"
    strangers = (key for key in nested[best].unknown if found[key])
    problems += [Problem(Place(file, path=key[:80]), "unknown", rule, shown(key, 80)) for key in strangers]
    return chosen, answers, problems


@form.command()
@click.argument("old", type=READABLE)
@click.argument("new", type=READABLE)
@LANGUAGE
@click.pass_obj
def diff(root: Path, old: Path, new: Path, language: str) -> None:
    """What changed between two answers files or PDFs, and when it has to be filed."""
    from macros.forms.diff import changes, filings
    from macros.forms.values import written
    from macros.render.book import Book

    teller = Teller(language)
    with telling(teller):
        (one, before), (two, after) = (_either(root, path) for path in (old, new))
        if one.id != two.id:
            titles = {"one": one.title.get(language, one.id), "two": two.title.get(language, two.id)}
            click.echo(teller.say("told_two_forms", old=old, new=new, **titles), err=True)
            sys.exit(1)
        corpus = corpus_in(root)
        body = next(b for b in corpus.bodies if b.instrument.id == one.instrument)
        book = Book(corpus, body, language, teller.words)
        colon, comma = teller.words["list_colon"], teller.words["list_comma"]
        found = changes(one, before, after)
        for change in found:
            values = [
                "—"
                if value is None
                else written(one, change.entry.field, value, language).replace("\n", " / ")
                for value in (change.before, change.after)
            ]
            label = teller.label(change.entry, change.now or change.was or 0)
            sort = "added" if change.was is None else "removed" if change.now is None else ""
            if change.entry.group is not None and sort:
                label += teller.say("told_aside", words=teller.say(f"form_answer_{sort}"))
            click.echo(f"{label}{colon}{values[0]} → {values[1]}")
        for filing in filings(one, found, body):
            grade = book.label("grades", filing.grade) if filing.grade else ""
            names = comma.join(dict.fromkeys(c.entry.field.label.get(language, "") for c in filing.changes))
            when = teller.say("told_aside", words=grade) if grade else ""
            click.echo(f"{book.cite(filing.obligation)}{when}{colon}{names}")


def _either(root: Path, path: Path) -> tuple[Form, Answers]:
    with path.open("rb") as opened:
        begins = opened.read(5)
    if begins != b"%PDF-":
        return answers_in(root, path)
    chosen, found, problems = _from_pdf(shelf_in(root), path, None)
    if problems:
        raise DataError(problems)
    return chosen, found


@form.command()
@click.argument("name", metavar="FORM")
@click.pass_obj
def schema(root: Path, name: str) -> None:
    """The JSON Schema of the form's answers files."""
    from macros.forms.schema import schema_of

    with telling(Teller(system_language())):
        click.echo(json.dumps(schema_of(shelf_in(root).form(name)), ensure_ascii=False, indent=1))


for command in (blank, fill, batch):
    form.add_command(command)
