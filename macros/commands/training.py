"""`tokki training`: the trainer's sheets before the training, and the report after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.commands.training_told import told

if TYPE_CHECKING:
    from macros.model import Profile
    from macros.render.voice import Voice
    from macros.training.people import Listed

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--language",
    type=click.Choice(["ja", "en", "both"]),
    default="ja",
    help="Of the sheet: Japanese (default), English, or both on one sheet.",
)
CONTRACT = click.option("--contract", type=READABLE, help="A contract profile: the name of the contract.")
INSTRUMENT = click.option("--instrument", default="", help="Which body of provisions; default: the first.")
FORMAT = click.option(
    "--format", "kind", type=click.Choice(["pdf", "html"]), default="pdf", help="Default: pdf."
)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, in 和暦 or 西暦."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it as the forms do."""
        from macros.forms.dates import DateFault, parse_date

        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except DateFault as fault:
            self.fail(f"{value}: {fault.rule}" + (f" ({fault.mend})" if fault.mend else ""), param, ctx)


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder. Default: the current one.",
)
@click.pass_context
def training(context: click.Context, root: Path) -> None:
    """The trainer's desk: plan, sign-in sheet, report, and what an edition changes."""
    context.obj = root


def voice_of(root: Path, instrument: str, language: str, contract: Path | None) -> Voice:
    """The instrument in the language asked for, all clauses checked. Raises `DataError`."""
    from macros.commands.opening import corpus_in
    from macros.corpus import load_profile
    from macros.render.voice import Voice

    corpus = corpus_in(root)
    profile: Profile | None = load_profile(contract, corpus) if contract else None
    ids = [body.instrument.id for body in corpus.bodies]
    if instrument and instrument not in ids:
        raise click.BadParameter(f"{instrument}: one of {', '.join(ids)}", param_hint="--instrument")
    return Voice.of(corpus, instrument or (profile.instrument if profile else ids[0]), language, profile)


def listed_in(path: Path | None, voice: Voice) -> Listed | None:
    """The roster in a file, its problems told; `None` without one. Raises `DataError`."""
    from macros.training.roster import roster as read

    if path is None:
        return None
    listed = read(path, voice.book.corpus.vocabulary)
    teller = Teller(system_language())
    for problem in (*listed.problems, *listed.notes):
        click.echo(told(teller, problem), err=True)
    return listed


def laid(html: str, kind: str, teller: Teller, second: str | None = None) -> bytes:
    """The sheet as it is written; what no font has is told."""
    from macros.pdf.layout import pages
    from macros.pdf.printable import printable

    if kind == "html":
        return html.encode()
    html, missing = printable(html)
    if missing:
        click.echo(teller.say("desk_told_missing", characters=missing), err=True)
    return pages(html, second)


def _put(voice: Voice, html: str, kind: str, out: Path | None, name: str) -> None:
    from macros.commands.files import write

    target = out or Path(f"{name}.{kind}")
    write(target, laid(html, kind, Teller(system_language()), voice.second))
    click.echo(target)


@training.command()
@LANGUAGE
@FORMAT
@CONTRACT
@INSTRUMENT
@click.option("--company", default="", help="The company that trains its workers.")
@click.option("--by", type=Day(), help="The deadline that the company sets; the text sets none.")
@click.option("--roster", "table", type=READABLE, help="Who must be taught: YAML, CSV or XLSX.")
@click.option("--method", default="", help="Of the first round.")
@click.option("--instructor", default="", help="Of the first round.")
@click.option("--date", "made", type=Day(), help="The day of the plan; without it a line to write on.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write. Default: training-plan.pdf.")
@click.pass_obj
def plan(
    root: Path,
    language: str,
    kind: str,
    contract: Path | None,
    instrument: str,
    company: str,
    by: date | None,
    table: Path | None,
    method: str,
    instructor: str,
    made: date | None,
    out: Path | None,
) -> None:
    """The training plan (教育計画), with the deadline that the company sets."""
    from macros.forms.dates import written
    from macros.render import desk

    with telling(Teller(system_language()), told):
        voice = voice_of(root, instrument, language, contract)
        listed = listed_in(table, voice)
        day = made or date.today()
        if by is not None and by < day:
            teller = Teller(system_language())
            days = {name: written(it, teller.language) for name, it in (("by", by), ("made", day))}
            click.echo(teller.say("desk_told_past", **days), err=True)
        given = desk.Given(company=company, method=method, instructor=instructor)
        html = desk.plan(voice, given, made, by, listed.people if listed else None)
        _put(voice, html, kind, out, "training-plan")


@training.command()
@LANGUAGE
@FORMAT
@CONTRACT
@INSTRUMENT
@click.option("--roster", "table", type=READABLE, help="Who is expected: YAML, CSV or XLSX.")
@click.option("--rows", type=click.IntRange(1, 500), default=None, help="At least so many; default: a page.")
@click.option("--content", default="", help="What is taught.")
@click.option("--when", default="", help="Date and time, as it shall be printed.")
@click.option("--method", default="", help="Method and place.")
@click.option("--instructor", default="")
@click.option("--out", type=click.Path(path_type=Path), help="File to write. Default: sign-in-sheet.pdf.")
@click.pass_obj
def roster(
    root: Path,
    language: str,
    kind: str,
    contract: Path | None,
    instrument: str,
    table: Path | None,
    rows: int | None,
    content: str,
    when: str,
    method: str,
    instructor: str,
    out: Path | None,
) -> None:
    """The sign-in sheet (受講者名簿), filled in from a roster if there is one."""
    from macros.render import desk

    with telling(Teller(system_language()), told):
        voice = voice_of(root, instrument, language, contract)
        listed = listed_in(table, voice)
        given = desk.Given(content=content, when=when, method=method, instructor=instructor)
        html = desk.signin(voice, given, listed.people if listed else (), rows or 0)
        _put(voice, html, kind, out, "sign-in-sheet")
