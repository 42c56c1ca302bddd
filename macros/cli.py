"""The commands. Together with `publish`, the only code that writes files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from macros.commands.checklist import checklist
from macros.commands.course import course
from macros.commands.form import form
from macros.commands.search import search
from macros.commands.training import training
from macros.commands.training_changed import changed, edition
from macros.commands.training_report import report
from macros.errors import DataError, as_json, as_text

ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder (with clauses/ and mkdocs.yml). Default: the current one.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tokki-handbook")
def main() -> None:
    """The handbook that is computed from the contract."""


@main.command()
@ROOT
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for editors and CI.",
)
@click.option("--untied", is_flag=True, help="List the pieces of text that no annotation is tied to.")
def check(root: Path, form: str, untied: bool) -> None:
    """Check the data: every fault at once, with file, line, column, the rule and the mend."""
    from macros import rules, summary

    reading, problems = rules.check(root / "clauses")
    if (root / "forms").is_dir():
        from macros.rules import forms
        from macros.training import checklist_rules, course_rules

        places, unread = (root / "forms", reading.corpus, root / "clauses"), frozenset(reading.unread)
        for room in (forms, checklist_rules, course_rules):
            problems += room.check(*places, unread=unread)[1]
    if form == "json":
        click.echo(as_json(problems))
    else:
        if problems:
            click.echo(as_text(problems))
        if reading.corpus is not None and not any(problem.code == "pattern" for problem in problems):
            for line in summary.lines(reading.corpus, untied=untied):
                click.echo(line, err=bool(problems))
        if problems:
            click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}", err=True)
    sys.exit(1 if problems else 0)


@main.command()
@ROOT
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 where a file is out of date."
)
def schema(root: Path, only_check: bool) -> None:
    """Write the JSON Schemas that editors use (clauses/schema/, forms/schema/)."""
    from macros import corpus, schema
    from macros.forms.load import load

    try:
        wanted = {"clauses": schema.files(corpus.load(root / "clauses"))}
        if (root / "forms").is_dir():
            wanted["forms"] = schema.files_of_forms(load(root / "forms"))
    except DataError as error:
        raise click.ClickException(f"the data has faults\n{error}") from None
    outdated = [
        (room, name) for room, own in wanted.items() for name in schema.drift(own, root / room / "schema")
    ]
    for room, name in outdated:
        if not only_check:
            (root / room / "schema").mkdir(exist_ok=True)
            (root / room / "schema" / name).write_text(wanted[room][name], "utf-8")
        click.echo(f"{room}/schema/{name}" + (": out of date (run tokki schema)" if only_check else ""))
    sys.exit(1 if only_check and outdated else 0)


@main.command()
@ROOT
@click.option(
    "--target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    help="Where the handbook goes. Default: site.",
)
@click.option(
    "--engine", type=click.Choice(["mkdocs", "properdocs"]), default="mkdocs", help="What builds it."
)
@click.option(
    "--site-url", default="", help="Path or address under which it will be served (for the 404 page)."
)
@click.option(
    "--profile",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A contract profile: fills the blanks of the handbook. What it says will be on the pages.",
)
@click.option(
    "--prefilled",
    type=click.Path(exists=True, path_type=Path),
    help="A company's profile (forms/profiles/…), or a folder of them: forms filled in with it go into the"
    " site, for everyone who can open that. Default: none.",
)
@click.option(
    "--since",
    type=click.Path(exists=True, path_type=Path),
    help="An earlier edition of the text (a file of tokki training edition, or a folder of clauses): the site"
    " says what changed since then, and who must be taught again.",
)
def site(
    root: Path,
    target: Path,
    engine: str,
    site_url: str,
    profile: Path | None,
    prefilled: Path | None,
    since: Path | None,
) -> None:
    """Build the handbook in all languages."""
    from macros.publish.build import BuildError, build

    if profile is not None:
        click.echo(
            f"the pages will carry what {profile} says; publish them only where it may be read", err=True
        )
    try:
        if prefilled is not None:
            _warn_of(prefilled)
        build(root, target, engine, site_url, profile, prefilled, since)
    except DataError as error:
        raise click.ClickException(f"the data has faults\n{error}") from None
    except BuildError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"the handbook is in {target}/ (open {target}/index.html)")


def _warn_of(prefilled: Path) -> None:
    """Say loudly whose data will be on the site, and which. Raises `DataError`."""
    from macros.publish.prefilled import profiles_in

    click.secho("WARNING: COMPANY DATA WILL BE IN THE SITE", fg="red", bold=True, err=True)
    for name, sheet in profiles_in(prefilled).items():
        click.echo(f"  {sheet.file} ({name}): {', '.join(sheet.given)}", err=True)
    click.echo("  in files that everyone can download who can open the site.", err=True)
    click.echo("  Publish it only where all of that may be read.", err=True)


@main.command()
@ROOT
@click.option("--language", default="ja", help="The language to serve. Default: ja.")
@click.option("--address", default="127.0.0.1:8000", help="Default: 127.0.0.1:8000.")
def serve(root: Path, language: str, address: str) -> None:
    """Edit live: every change in clauses/, forms/, docs/ and macros/ shows at once."""
    from macros.publish.build import serve

    sys.exit(serve(root, language, address))


main.add_command(checklist)
main.add_command(course)
main.add_command(form)
main.add_command(search)
main.add_command(training)
training.add_command(report)
training.add_command(edition)
training.add_command(changed)
