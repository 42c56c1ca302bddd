"""`tokki form blank`, `fill` and `batch`: the commands that make sheets."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import click

from macros.commands.opening import READABLE, answers_in, check_second, shelf_in
from macros.commands.progress import Progress
from macros.commands.teller import Teller
from macros.commands.telling import LANGUAGE, telling
from macros.errors import Problem

SECOND = click.option("--second", help="A language printed beside the official one, such as en.")
OUT = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, .pdf or .html (a page to read and print); default: a PDF named after the form's"
    " pattern, here.",
)
FINAL = click.option(
    "--final/--editable",
    "final",
    default=False,
    help="Flat, to be handed in; or still to be edited (default).",
)
PAGES = (".html", ".htm")


def _target(out: Path | None, name: str, teller: Teller) -> Path:
    target = out or Path(f"{name}.pdf")
    if target.suffix.lower() not in (".pdf", *PAGES):
        raise click.BadParameter(teller.say("told_out", name=target.name), param_hint="--out")
    return target


@click.command()
@click.argument("name", metavar="FORM")
@SECOND
@OUT
@click.option(
    "--blocks", multiple=True, metavar="GROUP=N", help="Room for so many services, subcontractors …"
)
@LANGUAGE
@click.pass_obj
def blank(
    root: Path, name: str, second: str | None, out: Path | None, blocks: tuple[str, ...], language: str
) -> None:
    """A blank form to be filled in with any PDF viewer, or printed (.html)."""
    from macros.commands.files import write
    from macros.forms.definition import Answers, groups
    from macros.pdf import web
    from macros.pdf.press import Press

    teller = Teller(language)
    with telling(teller):
        chosen = shelf_in(root).form(name)
        counts = {}
        for each in blocks:
            group, _, count = each.partition("=")
            known = groups(chosen)
            if group not in known or not count.isdecimal() or not 1 <= int(count) <= known[group].most:
                choices = teller.either(f"{n}=1…{g.most}" for n, g in known.items()) if known else ""
                said = teller.say("told_blocks" if known else "told_no_blocks", got=each, choices=choices)
                raise click.BadParameter(said, param_hint="--blocks")
            counts[group] = int(count)
        check_second(chosen, second, teller)
        target = _target(out, chosen.id, teller)
        if target.suffix.lower() in PAGES:
            empty = Answers(chosen.id, groups={group: ({},) * count for group, count in counts.items()})
            write(target, web.page(chosen, empty, second).encode())
        else:
            write(target, Press(chosen, second).blank(counts))
        click.echo(target)


@click.command()
@click.argument("answers", type=READABLE)
@SECOND
@OUT
@FINAL
@click.option("--html", is_flag=True, help="The sheet as a page too, beside the PDF.")
@click.option(
    "--profile", type=READABLE, help="A company's usual answers: taken where the answers say nothing."
)
@click.option("--contract", type=READABLE, help="A contract profile: name and date of the contract.")
@LANGUAGE
@click.pass_obj
def fill(
    root: Path,
    answers: Path,
    second: str | None,
    out: Path | None,
    final: bool,
    html: bool,
    profile: Path | None,
    contract: Path | None,
    language: str,
) -> None:
    """Fill in a form from an answers file (YAML or JSON)."""
    from macros.commands.files import write
    from macros.forms import naming
    from macros.pdf import web
    from macros.pdf.press import Press

    teller = Teller(language)
    with telling(teller):
        chosen, found = answers_in(root, answers, profile, contract)
        check_second(chosen, second, teller)
        target = _target(out, naming.name_of(chosen, found), teller)
        alone = target.suffix.lower() in PAGES
        if not alone:
            press = Press(chosen, second)
            filled = press.final(found) if final else press.editable(found)
            write(target, filled.data)
            if told := teller.warnings(chosen, str(target), filled.too_long, filled.missing):
                click.echo(told, err=True)
            click.echo(target)
        if html or alone:
            page = target if alone else target.with_suffix(".html")
            write(page, web.page(chosen, found, second).encode())
            click.echo(page)


@click.command()
@click.argument("table", type=READABLE)
@click.option("--form", "name", required=True, help="The form that each row fills in.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files."
)
@SECOND
@FINAL
@click.option("--html", is_flag=True, help="A page beside each PDF.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=min(os.cpu_count() or 1, 64),
    help="Default: one for each core.",
)
@LANGUAGE
@click.pass_obj
def batch(
    root: Path,
    table: Path,
    name: str,
    out: Path,
    second: str | None,
    final: bool,
    html: bool,
    processes: int,
    language: str,
) -> None:
    """Fill in a form for each row of a CSV or XLSX table. A run that was stopped goes on where it was.

    Exit status: 0 where every row was made, 1 where some had faults, 130 where it was stopped.
    """
    from macros.commands.batch import Job, run
    from macros.forms.table import unread
    from macros.pdf.fonts import find

    teller, bad, made, resumed = Teller(language), 0, 0, 0
    progress = Progress(teller)

    def told(problems: list[Problem]) -> None:
        nonlocal bad
        bad += 1
        progress.line(teller.all(problems))

    with telling(teller):
        chosen = shelf_in(root).form(name)
        check_second(chosen, second, teller)
        find()
        try:
            with closing(run(Job(chosen, out, final, second, html, processes), table, told)) as making:
                for each in making:
                    made += not each.resumed
                    resumed += each.resumed
                    where = teller.say("told_row", file=table, row=each.row)
                    if warned := teller.warnings(chosen, where, each.too_long, each.missing):
                        progress.line(warned)
                    progress.count(made + resumed)
            status = 1 if bad else 0
        except KeyboardInterrupt:
            progress.line(teller.say("told_resume"))
            status = 130
        progress.end()
        if sheets := unread(table):
            click.echo(teller.say("told_sheets", file=table, sheets=teller.list(sheets)), err=True)
        counts = {"made": f"{made:,}", "resumed": f"{resumed:,}", "bad": f"{bad:,}"}
        click.echo(teller.say("told_batch", out=out, **counts))
        sys.exit(status)
