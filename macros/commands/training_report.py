"""`tokki training report`: records, attendance and roster → the report, as PDF, HTML and XLSX."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.commands.training import CONTRACT, FOLDER, LANGUAGE, READABLE, Day, laid, voice_of
from macros.commands.training_told import told
from macros.errors import Place, Problem

if TYPE_CHECKING:
    from macros.forms.definition import Answers, Form
    from macros.render.desk import Given
    from macros.render.voice import Voice
    from macros.training.collect import Read
    from macros.training.report import Report

FORM = "kyoiku-hokoku"
MOST_FILES = 20_000


@click.command()
@LANGUAGE
@CONTRACT
@click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of completion records (.json).",
)
@click.option(
    "--attendance",
    "tables",
    type=READABLE,
    multiple=True,
    help="CSV or XLSX of attendance; may be given several times.",
)
@click.option("--roster", "table", type=READABLE, help="Who must be taught: YAML, CSV or XLSX.")
@click.option("--profile", type=READABLE, help="A company's usual answers: name and address.")
@click.option("--to", "target", type=FOLDER, required=True, help="Folder for the report's files.")
@click.option(
    "--names/--totals",
    "names",
    default=False,
    help="With the list of people, or totals only (default): personal data goes out only if asked for.",
)
@click.option(
    "--final/--editable", "final", default=False, help="The form flat, or still to be edited (default)."
)
@click.option("--date", "today", type=Day(), help="The day of the report. Default: today.")
@click.option("--content", default="", help="What was taught, where the tables do not say.")
@click.option("--method", default="", help="By what method, where the tables do not say.")
@click.option("--instructor", default="", help="Who taught.")
@click.option("--follow-up", default="", help="What is done about absentees.")
@click.option(
    "--subcontractor",
    default="",
    help="Report on the workers of this subcontracted party instead.",
)
@click.option(
    "--confirmed-by", default="", help="With --subcontractor: by what method the company confirmed it."
)
@click.pass_obj
def report(
    root: Path,
    /,
    language: str,
    contract: Path | None,
    records: Path | None,
    tables: tuple[Path, ...],
    table: Path | None,
    profile: Path | None,
    target: Path,
    names: bool,
    final: bool,
    today: date | None,
    confirmed_by: str,
    **said: str,
) -> None:
    """The report on training (教育実施報告書). Exits 1 where something was refused; it is written anyway."""
    from macros.commands.files import inside, write
    from macros.render.desk import Given

    if records is None and not tables:
        raise click.UsageError("give --records, --attendance or both")
    today = today or date.today()
    with telling(Teller(system_language())):
        voice = voice_of(root, "", language, contract)
        found = _collected(voice, records, tables, table, today)
        usual = _profile(profile)
        given = Given(company=str(usual.get("name", "")), **said)
        made = dict(_documents(root, voice, found, given, today, names, final, contract, usual, confirmed_by))
        target.mkdir(parents=True, exist_ok=True)
        for name, data in made.items():
            write(inside(target, name), data)
    _tell(found, target, names, made)
    sys.exit(1 if found.files.refused or found.seated.refused else 0)


def _collected(
    voice: Voice, records: Path | None, tables: tuple[Path, ...], table: Path | None, today: date
) -> Report:
    from macros.training.attendance import attendance, together
    from macros.training.collect import collect
    from macros.training.people import Seated
    from macros.training.report import Edition
    from macros.training.roster import roster

    body = voice.book.body
    listed = roster(table, voice.book.corpus.vocabulary) if table else None
    seated = together([attendance(each, today) for each in tables]) if tables else Seated()
    files, notes = _records(records) if records else ([], [])
    edition = Edition(body.instrument.id, body.source_sha256)
    return collect(files, seated, listed, edition, today, notes)


def _records(folder: Path) -> tuple[list[Read], list[Problem]]:
    from macros.training.record import MAX_BYTES, parse

    found: list[Read] = []
    notes: list[Problem] = []
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(paths) > MOST_FILES:
        raise click.ClickException(
            f"{folder} holds {len(paths):,} files; at most {MOST_FILES:,} are read at once"
        )
    for path in paths:
        name = path.as_posix()
        if path.suffix.casefold() != ".json":
            rule = "completion records are .json files; others are not read"
            notes.append(Problem(Place(name, 1, 1), "file", rule))
            continue
        with path.open("rb") as file:
            found.append((name, *parse(file.read(MAX_BYTES + 1), name)))
    return found, notes


def _profile(path: Path | None) -> Mapping[str, Any]:
    from macros.forms import files

    return files.read(path).given if path else {}


def _documents(
    root: Path,
    voice: Voice,
    found: Report,
    given: Given,
    today: date,
    names: bool,
    final: bool,
    contract: Path | None,
    usual: Mapping[str, Any],
    confirmed_by: str,
) -> Iterator[tuple[str, bytes]]:
    """File name → what goes into it."""
    from macros.forms import files
    from macros.forms.table import to_csv
    from macros.pdf.press import Press
    from macros.render import desk_report, desk_tables
    from macros.training.workbook import xlsx

    form, answers, missing = _answers(root, voice, found, given, today, contract, usual, confirmed_by)
    for label in missing:
        click.echo(
            f"the form still wants 「{label}」 (give --profile and --contract, or fill it in)", err=True
        )
    second = next((b.language for b in voice.books if b.language in form.translations), None)
    press = Press(form, second)
    filled = press.final(answers) if final else press.editable(answers)
    for key, characters in filled.missing.items():
        click.echo(f"report.pdf: {key}: no font has {characters} (〓 is printed instead)", err=True)
    yield "report.pdf", filled.data
    yield "answers.yml", files.to_yaml(form, answers).encode()
    html = desk_report.annex(voice, found, given, today, names)
    yield "annex.html", html.encode()
    if names and len(found.people) > desk_report.MOST_PRINTED:
        html = desk_report.annex(voice, found, given, today, names, desk_report.MOST_PRINTED)
    yield "annex.pdf", laid(html, "pdf", voice.second)
    moment = datetime(today.year, today.month, today.day)
    yield "report.xlsx", xlsx(desk_tables.tables(voice, found, given, today, names), moment)
    yield "reading.csv", to_csv(desk_tables.reading(found)).encode("utf-8-sig")


def _answers(
    root: Path,
    voice: Voice,
    found: Report,
    given: Given,
    today: date,
    contract: Path | None,
    usual: Mapping[str, Any],
    confirmed_by: str,
) -> tuple[Form, Answers, list[str]]:
    """The form, its answers, and the labels of what it still wants."""
    from macros.corpus import load_profile
    from macros.forms import prefill
    from macros.forms.answers import check
    from macros.forms.definition import by_name
    from macros.forms.load import load
    from macros.render.book import Book
    from macros.render.desk_answers import answers as answers_for
    from macros.render.wording import words_of

    form = load(root / "forms").form(FORM)
    corpus = voice.book.corpus
    book = Book(corpus, voice.book.body, form.language, words_of(form.language))
    profile = load_profile(contract, corpus) if contract else None
    whole = prefill.given(form, usual, profile) | answers_for(book, found, given, today, confirmed_by)
    answers, _ = check(form, whole, lambda path: Place("report", 1, 1, path), partial=True)
    _, problems = check(form, whole, lambda path: Place("report", 1, 1, path))
    fields = by_name(form)
    wanted = [problem.place.path for problem in problems if problem.code == "required"]
    return form, answers, [fields[n].field.label[form.language] for n in wanted if n in fields]


def _tell(found: Report, target: Path, names: bool, made: Mapping[str, bytes]) -> None:
    """What was read and not counted, and what was written."""
    teller = Teller(system_language())
    for problem in (*found.problems, *found.notes):
        click.echo(told(teller, problem), err=True)
    files, seated, totals = found.files, found.seated, found.totals
    counted = seated.read - seated.twice - seated.refused
    for key, read, sound, twice, refused in (
        ("desk_told_files", files.read, files.counted, files.twice, files.refused),
        ("desk_told_rows", seated.read, counted, seated.twice, seated.refused),
    ):
        numbers = {"read": read, "counted": sound, "twice": twice, "refused": refused}
        click.echo(teller.say(key, **{name: f"{number:,}" for name, number in numbers.items()}))
    people = {name: f"{getattr(totals, name):,}" for name in ("expected", "attended", "partial", "absent")}
    click.echo(teller.say("desk_told_people", **people))
    click.echo(teller.say("desk_told_made", files=", ".join(made), folder=target))
    click.echo(teller.say("desk_told_with_names" if names else "desk_told_totals"))
    click.echo(teller.say("desk_told_private"))
