"""`tokki course`: the course for learning platforms, as questions (GIFT) or whole (SCORM 1.2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.commands.files import write
from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.errors import DataError, as_text
from macros.render.wording import languages

if TYPE_CHECKING:
    from macros.render.pages import Site
    from macros.training.course import Lessons

TO = click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
LANGUAGE = click.option(
    "--language", type=click.Choice(languages()), default="ja", help="Of the course. Default: ja."
)


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder. Default: the current one.",
)
@click.pass_context
def course(context: click.Context, root: Path) -> None:
    """The course for workers, made ready for a learning platform."""
    context.obj = root


@course.command()
@TO
@LANGUAGE
@click.pass_obj
def gift(root: Path, to: Path, language: str) -> None:
    """All questions with their feedback, for Moodle's question bank (GIFT, UTF-8)."""
    from macros.render.course_exports import as_gift

    teller = Teller(system_language())
    with telling(teller):
        site, lessons = _read(root, language)
        write(to, as_gift(site).encode())
        click.echo(teller.say("told_questions", file=to, count=len(lessons.questions)))


@course.command()
@TO
@LANGUAGE
@click.option(
    "--pass-mark",
    type=click.IntRange(1, 100),
    metavar="N",
    help="Set by the company, 1 to 100; the text sets none. Then passed or failed is reported, too.",
)
@click.pass_obj
def scorm(root: Path, to: Path, language: str, pass_mark: int | None) -> None:
    """The whole course as a SCORM 1.2 package (ZIP), resumable: reports completion, score, each answer."""
    from macros.publish.exported import zipped
    from macros.render.course_exports import package

    teller = Teller(system_language())
    with telling(teller):
        data = zipped(package(_read(root, language)[0], pass_mark))
        write(to, data)
        click.echo(f"{to}: SCORM 1.2, {len(data) / 1000:.0f} kB")
        if pass_mark is not None:
            click.echo(teller.say("told_pass_mark", mark=pass_mark))


def _read(root: Path, language: str) -> tuple[Site, Lessons]:
    """The handbook with its course, checked. Faults are told as `tokki check` tells them."""
    from macros.commands.opening import corpus_in
    from macros.render.pages import Site
    from macros.training import course_rules, courses

    try:
        whole = corpus_in(root)
    except DataError as error:
        raise click.ClickException(f"the data has faults\n{error}") from None
    lessons, problems = course_rules.check(root / "forms", whole, root / "clauses")
    if problems:
        raise click.ClickException(f"the course has faults\n{as_text(problems)}")
    if lessons is None:
        wanted = root / "forms" / courses.FOLDER / courses.MAIN
        raise click.ClickException(Teller(system_language()).say("told_no_course", file=wanted))
    return Site(whole, language, lessons=lessons), lessons
