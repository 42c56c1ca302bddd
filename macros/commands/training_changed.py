"""`tokki training edition` and `changed`: an edition as a file, and what a later one changes for whom."""

from __future__ import annotations

import json
from pathlib import Path

import click

from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.commands.training import INSTRUMENT, LANGUAGE, READABLE, laid, listed_in, voice_of
from macros.commands.training_told import told

EITHER = click.Path(exists=True, path_type=Path)


@click.command()
@INSTRUMENT
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File.")
@click.pass_obj
def edition(root: Path, instrument: str, target: Path) -> None:
    """The edition of the text as a file, to be held against a later one."""
    from macros.commands.files import write
    from macros.training.edition import edition_of, to_json

    with telling(Teller(system_language()), told):
        voice = voice_of(root, instrument, "ja", None)
        write(target, to_json(edition_of(voice.book.body)).encode())
        click.echo(target)


@click.command()
@click.argument("old", type=EITHER)
@click.argument("new", type=EITHER)
@LANGUAGE
@INSTRUMENT
@click.option("--roster", "table", type=READABLE, help="Who there is: tells the people of each role.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "html", "pdf"]),
    default="text",
    help="Lines (default), data, or a page to print.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write instead of the terminal.")
@click.pass_obj
def changed(
    root: Path,
    old: Path,
    new: Path,
    language: str,
    instrument: str,
    table: Path | None,
    kind: str,
    out: Path | None,
) -> None:
    """What changed for whom from the edition OLD to NEW, and who must be taught again.

    OLD and NEW are folders of clauses, or files of `tokki training edition`.
    """
    from macros.commands.files import write
    from macros.render import desk_changed
    from macros.training.changed import compare
    from macros.training.edition_file import edition_in

    teller = Teller(system_language())
    with telling(teller, told):
        voice = voice_of(root, instrument, language, None)
        id_ = voice.book.body.instrument.id
        listed = listed_in(table, voice)
        people = listed.people if listed else None
        try:
            found = compare(edition_in(old, id_), edition_in(new, id_))
        except ValueError as error:
            raise click.ClickException(str(error)) from None
        if kind in ("html", "pdf"):
            target = out or Path(f"changed.{kind}")
            write(target, laid(desk_changed.page(voice, found, people), kind, teller, voice.second))
            click.echo(target)
            return
        if kind == "json":
            text = json.dumps(desk_changed.data(found, people), ensure_ascii=False, indent=1)
        else:
            text = "\n".join(desk_changed.lines(voice, found, people))
        if out is None:
            click.echo(text)
        else:
            write(out, f"{text}\n".encode())
            click.echo(out)
