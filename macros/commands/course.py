"""`tokki course`: the course for learning platforms, as questions (GIFT) or whole (SCORM 1.2)."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.commands.files import write
from macros.errors import DataError, as_text

if TYPE_CHECKING:
    from macros.render.pages import Site

TO = click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
LANGUAGE = click.option(
    "--language", type=click.Choice(["ja", "en"]), default="ja", help="Of the course. Default: ja."
)

EARLIEST = 315_532_800
"""1980-01-01, before which no entry of a ZIP file is dated. SOURCE_DATE_EPOCH gives another date."""


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

    site = _site(root, language)
    _put(to, as_gift(site).encode())
    assert site.lessons is not None
    click.echo(f"{to}: {len(site.lessons.questions)} questions")


@course.command()
@TO
@LANGUAGE
@click.pass_obj
def scorm(root: Path, to: Path, language: str) -> None:
    """The whole course as a SCORM 1.2 package (ZIP): reports completion and score, and can be resumed."""
    from macros.render.course_exports import package

    data = zipped(package(_site(root, language)))
    _put(to, data)
    click.echo(f"{to}: SCORM 1.2, {len(data) / 1000:.0f} kB")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file that is the same, to the byte, whenever it is made of the same files."""
    when = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST)), EARLIEST))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items(), key=lambda item: (item[0] != "imsmanifest.xml", item[0])):
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _site(root: Path, language: str) -> Site:
    from macros import corpus
    from macros.render.pages import Site
    from macros.training import course_rules

    try:
        whole = corpus.load(root / "clauses")
    except DataError as error:
        raise click.ClickException(f"the data has faults\n{error}") from None
    lessons, problems = course_rules.check(root / "forms", whole, root / "clauses")
    if problems:
        raise click.ClickException(f"the course has faults\n{as_text(problems)}")
    if lessons is None:
        raise click.ClickException(f"there is no course in {root / 'forms' / 'course'}")
    return Site(whole, language, lessons=lessons)


def _put(to: Path, data: bytes) -> None:
    try:
        write(to, data)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
