"""`tokki checklist`: which there are, and their PDFs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from macros.commands.teller import Teller
from macros.commands.telling import system_language, telling
from macros.errors import ProjectFault, did_you_mean

if TYPE_CHECKING:
    from macros.model import Corpus, Profile
    from macros.render.works import Work, Works
    from macros.training.checklist import Checklist

LANGUAGES = click.option(
    "--language",
    default="ja",
    metavar="ja|en|ja-en",
    help="Language of the sheets; two with a hyphen stand side by side. Default: ja.",
)


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder. Default: the current one.",
)
@click.pass_context
def checklist(context: click.Context, root: Path) -> None:
    """Checklists: which there are; PDFs to print, one or a set."""
    context.obj = root


def _read(root: Path) -> tuple[Corpus, tuple[Checklist, ...]]:
    """The corpus and its checklists, checked. Raises `ProjectFault`."""
    from macros import rules
    from macros.training import checklist_rules

    reading, problems = rules.check(root / "clauses")
    if problems or reading.corpus is None:
        raise ProjectFault(problems)
    checklists, problems = checklist_rules.check(root / "forms", reading.corpus, root / "clauses")
    if problems:
        raise ProjectFault(problems)
    return reading.corpus, checklists


@checklist.command("list")
@click.option("--language", default="ja", help="Of the titles. Default: ja.")
@click.option("--items", is_flag=True, help="Each with its items: id and sentence.")
@click.pass_obj
def list_(root: Path, language: str, items: bool) -> None:
    """The checklists there are: id, roles, phase, number of items, title."""
    from macros.queries import Selections
    from macros.training.checklists import pauses

    with telling(Teller(system_language())):
        corpus, checklists = _read(root)
        _languages(corpus, language)
        selections = {body.instrument.id: Selections(body) for body in corpus.bodies}
        for each in checklists:
            stops = pauses(each, selections[each.instrument])
            count = sum(len(stop.items) for stop in stops)
            roles = ",".join(each.roles)
            click.echo(f"{each.id}\t{roles}\t{each.phase}\t{count}\t{each.title[language]}")
            for stop in stops if items else ():
                click.echo(f"  {stop.title[language]}")
                for item in stop.items:
                    click.echo(f"    {item.id}\t{item.words[language]}")


@checklist.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--role", help="All checklists of a role, in one file if it stays small.")
@click.option(
    "--all", "whole", is_flag=True, help="Every checklist by itself, every role's set, and all together."
)
@LANGUAGES
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files."
)
@click.option(
    "--profile",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A contract profile: its name and contact points stand on the sheets.",
)
@click.option("--site-url", default="", help="Where the handbook is read: then QR codes lead there.")
@click.pass_obj
def make(
    root: Path,
    ids: tuple[str, ...],
    role: str | None,
    whole: bool,
    language: str,
    to: Path,
    profile: Path | None,
    site_url: str,
) -> None:
    """PDFs (A4, for both sides of the paper): by id, by role, or all of them."""
    from macros.commands.files import inside, write
    from macros.corpus import load_profile
    from macros.publish.sheets import Printer

    if sum((bool(ids), role is not None, whole)) != 1:
        raise click.UsageError("say which: one or more ids, --role ROLE, or --all")
    with telling(Teller(system_language())):
        corpus, checklists = _read(root)
        chosen = load_profile(profile, corpus) if profile else None
        works = _works(corpus, checklists, language, site_url, chosen)
        printer = Printer()
        asked = list(_asked(works, ids, role))
        for work in asked:
            target = inside(to, f"{work.name}.pdf")
            write(target, printer.print(work, works.blank()))
            click.echo(target)
        if printer.missing:
            teller = Teller(system_language())
            click.echo(teller.say("desk_told_missing", characters=printer.missing), err=True)


def _languages(corpus: Corpus, language: str) -> list[str]:
    tags = language.split("-")
    known = corpus.vocabulary.languages
    for tag in tags:
        if tag not in known:
            raise click.BadParameter(f"{tag!r}: {did_you_mean(tag, known)}", param_hint="--language")
    if len(tags) > 2 or len(set(tags)) < len(tags):
        raise click.BadParameter(f"{language}: one language, or two different ones", param_hint="--language")
    return tags


def _works(
    corpus: Corpus,
    checklists: tuple[Checklist, ...],
    language: str,
    site_url: str,
    profile: Profile | None,
) -> Works:
    from macros.render.printed import Press, address_of
    from macros.render.works import Works

    try:
        if site_url and not address_of(site_url):
            raise ValueError("an address begins with https:// or http://")
        return Works(Press(corpus, _languages(corpus, language), site_url, profile), checklists)
    except ValueError as error:
        raise click.BadParameter(f"{site_url}: {error}", param_hint="--site-url") from None


def _asked(works: Works, ids: tuple[str, ...], role: str | None) -> Iterator[Work]:
    known = {each.id: each for each in works.checklists}
    for id_ in ids:
        if id_ not in known:
            raise click.BadParameter(f"{id_}: there is no such checklist; {did_you_mean(id_, known)}")
    roles = {tag for each in works.checklists for tag in each.roles}
    if role is not None:
        if role not in roles:
            raise click.BadParameter(
                f"{role}: no checklist is for that role; {did_you_mean(role, roles)}", param_hint="--role"
            )
        yield from works.set_of(role)
        return
    for id_ in dict.fromkeys(ids or known):
        yield works.of(known[id_])
    if not ids:
        yield from works.sets()
