"""`tokki training report`: records, attendance and roster → the report, as PDF, HTML and XLSX."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.commands.training import CONTRACT, FOLDER, LANGUAGE, READABLE, Day, voice_of
from macros.commands.training_told import told
from macros.errors import Place, Problem

if TYPE_CHECKING:
    from macros.forms.files import Sheet
    from macros.render.voice import Voice
    from macros.training.collect import Read
    from macros.training.report import Report

MOST_FILES = 20_000


MOST = {"when": 200, "subcontractor": 200, "confirmed_by": 400}
"""Options that the form has to take whole: how many characters its field holds."""


def _fits(context: click.Context, option: click.Parameter, words: str) -> str:
    """What the form's field takes."""
    most = MOST[option.name or ""]
    if len(words) > most:
        rule = f"the form takes at most {most} characters, not {len(words):,}"
        raise click.BadParameter(rule, context, option)
    return words


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
@click.option("--when", default="", callback=_fits, help="Dates and times of the rows without a time of day.")
@click.option("--content", default="", help="What was taught, where the tables do not say.")
@click.option("--method", default="", help="By what method, where the tables do not say.")
@click.option("--instructor", default="", help="Who taught.")
@click.option("--follow-up", default="", help="What is done about absentees.")
@click.option(
    "--subcontractor",
    default="",
    callback=_fits,
    help="Report on the workers of this subcontracted party instead.",
)
@click.option(
    "--confirmed-by",
    default="",
    callback=_fits,
    help="With --subcontractor: by what method the company confirmed it; else the form's field stays blank.",
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
    """The report on training (教育実施報告書).

    Exits 1 where something was refused, and is written anyway; about nobody at all nothing is written.
    """
    from macros.commands.files import inside, write_all
    from macros.commands.opening import checked_shelf_in
    from macros.commands.training_papers import Wish, papers
    from macros.render.desk import Given
    from macros.render.desk_facts import timeless

    if records is None and not tables:
        raise click.UsageError("give --records, --attendance or both")
    today, teller = today or date.today(), Teller(system_language())
    with telling(teller, told):
        voice = voice_of(root, "", language, contract)
        found = _collected(voice, records, tables, table, today)
        if not found.people:
            checked_shelf_in(root, voice.book.corpus)  # faults of the forms are told first
            _tell_problems(found, teller)
            raise click.ClickException(teller.say("desk_told_nobody"))
        if said["when"] and not timeless(found.people):
            click.echo(teller.say("desk_told_unused_when"), err=True)
        usual = _profile(profile)
        given = Given(company=str(usual.given.get("name", "")), **said)
        wish = Wish(root, given, today, names, final, contract, usual, confirmed_by)
        made = dict(papers(voice, found, wish, teller))
        target.mkdir(parents=True, exist_ok=True)
        write_all({inside(target, name): data for name, data in made.items()})
    _tell(found, target, names, made, teller)
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


def _profile(path: Path | None) -> Sheet:
    from macros.forms import files

    return files.read(path) if path else files.Sheet("")


def _tell_problems(found: Report, teller: Teller) -> None:
    for problem in (*found.problems, *found.notes):
        click.echo(told(teller, problem), err=True)


def _tell(found: Report, target: Path, names: bool, made: Mapping[str, bytes], teller: Teller) -> None:
    """What was read and not counted, and what was written."""
    _tell_problems(found, teller)
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
