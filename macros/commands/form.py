"""`tokki form`: blank, filled and final forms; a table of them; and back to data."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.errors import DataError, Place, Problem, as_text

if TYPE_CHECKING:
    from macros.forms.definition import Answers, Form
    from macros.forms.load import Shelf
    from macros.model import Corpus
    from macros.pdf.fill import Filled

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.option("--second", help="A language printed beside the official one, such as en.")
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; default: named after the form's pattern, here.",
)
FINAL = click.option(
    "--final/--editable",
    "final",
    default=False,
    help="Flat, to be handed in; or still to be edited (default).",
)


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


@contextmanager
def _telling() -> Iterator[None]:
    """Faults of the user's files as plain lines and exit status 1; never a traceback."""
    from macros.pdf.fonts import FontMissing
    from macros.pdf.read import Unreadable

    try:
        yield
    except DataError as error:
        click.echo(as_text(error.problems), err=True)
        sys.exit(1)
    except (FontMissing, Unreadable) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or ''}: {error.strerror or error}") from None


def _shelf(root: Path) -> Shelf:
    from macros.forms.load import load

    return load(root / "forms")


def _corpus(root: Path) -> Corpus:
    from macros.corpus import load

    return load(root / "clauses")


@form.command("list")
@click.pass_obj
def list_(root: Path) -> None:
    """The forms there are."""
    with _telling():
        for id_, each in _shelf(root).forms.items():
            click.echo(f"{id_}\t{each.status}\t{each.title[each.language]}")


@form.command()
@click.argument("name", metavar="FORM")
@LANGUAGE
@OUT
@click.option(
    "--blocks", multiple=True, metavar="GROUP=N", help="Room for so many services, subcontractors …"
)
@click.pass_obj
def blank(root: Path, name: str, second: str | None, out: Path | None, blocks: tuple[str, ...]) -> None:
    """A blank form to be filled in with any PDF viewer."""
    from macros.commands.files import write
    from macros.forms.definition import groups
    from macros.pdf.press import Press

    with _telling():
        chosen = _shelf(root).form(name)
        counts = {}
        for each in blocks:
            group, _, count = each.partition("=")
            known = groups(chosen)
            if group not in known or not count.isdecimal() or not 1 <= int(count) <= known[group].most:
                choices = (
                    ", ".join(f"{n}=1…{g.most}" for n, g in known.items()) or "none: the form has no blocks"
                )
                raise click.BadParameter(f"{each}: wanted is one of {choices}", param_hint="--blocks")
            counts[group] = int(count)
        _second(chosen, second)
        target = out or Path(f"{chosen.id}.pdf")
        write(target, Press(chosen, second).blank(counts))
        click.echo(target)


def _second(chosen: Form, second: str | None) -> None:
    if second is not None and second not in chosen.translations:
        known = ", ".join(chosen.translations) or "none"
        raise click.BadParameter(
            f"{second}: the form has {known} beside {chosen.language}", param_hint="--second"
        )


@form.command()
@click.argument("answers", type=READABLE)
@LANGUAGE
@OUT
@FINAL
@click.option(
    "--profile", type=READABLE, help="A company's usual answers: taken where the answers say nothing."
)
@click.option("--contract", type=READABLE, help="A contract profile: name and date of the contract.")
@click.pass_obj
def fill(
    root: Path,
    answers: Path,
    second: str | None,
    out: Path | None,
    final: bool,
    profile: Path | None,
    contract: Path | None,
) -> None:
    """Fill in a form from an answers file (YAML or JSON)."""
    from macros.commands.files import write
    from macros.forms import naming
    from macros.pdf.press import Press

    with _telling():
        chosen, found = _answers(root, answers, profile, contract)
        _second(chosen, second)
        press = Press(chosen, second)
        filled = press.final(found) if final else press.editable(found)
        target = out or Path(f"{naming.name_of(chosen, found)}.pdf")
        write(target, filled.data)
        _warn(str(target), filled)
        click.echo(target)


def _warn(name: str, filled: Filled) -> None:
    for key in filled.too_long:
        click.echo(f"{name}: {key}: the text does not fit its field on the sheet; shorten it", err=True)
    for key, characters in filled.missing.items():
        click.echo(f"{name}: {key}: no font has {characters} (〓 is printed instead)", err=True)


def _answers(
    root: Path, path: Path, profile: Path | None = None, contract: Path | None = None
) -> tuple[Form, Answers]:
    """A checked answers file and its form. Raises `DataError` with every fault."""
    from macros.corpus import load_profile
    from macros.forms import files, prefill
    from macros.forms.answers import check

    sheet = files.read(path)
    chosen = _shelf(root).form(sheet.form or "")
    found, problems = files.answers_of(sheet, chosen, partial=profile is not None or contract is not None)
    if profile is not None or contract is not None:
        usual = files.read(profile).given if profile else {}
        whole = prefill.given(chosen, usual, load_profile(contract, _corpus(root)) if contract else None)
        found, more = check(chosen, {**whole, **sheet.given}, sheet.locate, filing=sheet.filing)
        problems = list(dict.fromkeys([*problems, *more]))
    if problems:
        raise DataError(problems)
    return chosen, found


@form.command()
@click.argument("table", type=READABLE)
@click.option("--form", "name", required=True, help="The form that each row fills in.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files."
)
@LANGUAGE
@FINAL
@click.option(
    "--processes", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Default: one for each core."
)
@click.pass_obj
def batch(
    root: Path, table: Path, name: str, out: Path, second: str | None, final: bool, processes: int
) -> None:
    """Fill in a form for each row of a CSV or XLSX table. A run that was stopped goes on where it was."""
    from macros.commands.batch import Job, run
    from macros.pdf.fonts import find

    bad = 0

    def told(problems: list[Problem]) -> None:
        nonlocal bad
        bad += 1
        click.echo(as_text(problems), err=True)

    with _telling():
        chosen = _shelf(root).form(name)
        _second(chosen, second)
        find()
        made = resumed = 0
        for each in run(Job(chosen, out, final, second, processes), table, told):
            made += not each.resumed
            resumed += each.resumed
            for key in each.too_long:
                click.echo(
                    f"{table}:{each.row}: {key}: the text does not fit its field on the sheet", err=True
                )
            for key, characters in each.missing.items():
                click.echo(f"{table}:{each.row}: {key}: no font has {characters}", err=True)
            if sys.stderr.isatty():
                click.echo(f"\r{made + resumed:,} files", err=True, nl=False)
        if sys.stderr.isatty():
            click.echo("", err=True)
        click.echo(f"{made:,} made, {resumed:,} there already, {bad:,} rows with faults, in {out}/")
    sys.exit(1 if bad else 0)


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

    with _telling():
        sys.stdout.buffer.write(empty(_shelf(root).form(name), language, blocks).encode("utf-8-sig"))


@form.command()
@click.argument("pdf", type=READABLE)
@click.option("--form", "name", help="Which form it is; default: told from its fields.")
@click.option("--format", "kind", type=click.Choice(["yaml", "json"]), default="yaml")
@click.pass_obj
def read(root: Path, pdf: Path, name: str | None, kind: str) -> None:
    """Answers from a PDF that was filled in with any viewer, checked."""
    from macros.forms import files

    with _telling():
        chosen, found, problems = _from_pdf(_shelf(root), pdf, name)
        click.echo((files.to_yaml if kind == "yaml" else files.to_json)(chosen, found), nl=False)
        if problems:
            raise DataError(problems)


def _from_pdf(shelf: Shelf, pdf: Path, name: str | None) -> tuple[Form, Answers, list[Problem]]:
    from macros.forms.answers import check
    from macros.forms.flat import nest
    from macros.pdf.read import Unreadable
    from macros.pdf.read import read as fields_of

    fields = fields_of(pdf.read_bytes())
    nested = {id_: nest(each, fields) for id_, each in shelf.forms.items()}
    best = name or min(nested, key=lambda id_: len(nested[id_].unknown))
    chosen = shelf.form(best)
    if fields and len(nested[best].unknown) == len(fields):
        raise Unreadable(f"{pdf}: its fields are those of none of our forms")
    found = nested[best]
    answers, problems = check(
        chosen, found.given, lambda path: Place(str(pdf), 1, 1, found.keys.get(path, path))
    )
    rule = "the form has no such field"
    problems += [Problem(Place(str(pdf), 1, 1, key[:80]), "unknown", rule) for key in found.unknown]
    return chosen, answers, problems


@form.command()
@click.argument("old", type=READABLE)
@click.argument("new", type=READABLE)
@click.option("--language", default="ja", help="Of what is told. Default: ja.")
@click.pass_obj
def diff(root: Path, old: Path, new: Path, language: str) -> None:
    """What changed between two answers files or PDFs, and when it has to be filed."""
    from macros.forms.diff import changes, filings
    from macros.forms.values import written
    from macros.render.book import Book
    from macros.render.wording import words_of

    with _telling():
        (one, before), (two, after) = (_either(root, path) for path in (old, new))
        if one.id != two.id:
            raise click.ClickException(f"{old} is for the form {one.id}, {new} for {two.id}")
        corpus = _corpus(root)
        body = next(b for b in corpus.bodies if b.instrument.id == one.instrument)
        book = Book(corpus, body, language, words_of(language))
        found = changes(one, before, after)
        for change in found:
            label = change.entry.field.label
            number = change.now or change.was
            values = [
                "—" if value is None else written(one, change.entry.field, value, language)
                for value in (change.before, change.after)
            ]
            where = f"{label.get(language) or label[one.language]}{f' ({number})' if number else ''}"
            click.echo(f"{where}: {values[0]} → {values[1]}")
        for filing in filings(one, found, body):
            grade = book.label("grades", filing.grade) if filing.grade else ""
            names = ", ".join(dict.fromkeys(c.entry.field.label.get(language, "") for c in filing.changes))
            click.echo(f"{book.cite(filing.obligation)}: {grade}: {names}")


def _either(root: Path, path: Path) -> tuple[Form, Answers]:
    if path.read_bytes()[:5] != b"%PDF-":
        return _answers(root, path)
    chosen, found, problems = _from_pdf(_shelf(root), path, None)
    if problems:
        raise DataError(problems)
    return chosen, found


@form.command()
@click.argument("name", metavar="FORM")
@click.pass_obj
def schema(root: Path, name: str) -> None:
    """The JSON Schema of the form's answers files."""
    from macros.forms.schema import schema_of

    with _telling():
        click.echo(json.dumps(schema_of(_shelf(root).form(name)), ensure_ascii=False, indent=1))
