"""Sheets of the desk as pages: filled in on the screen and printed, or read. No HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from macros.model import Corpus, Profile
from macros.render import desk_changed
from macros.render.desk import LEAST_ROWS, SPARE_ROWS, Given, Screen, plan, signin, voice_in
from macros.render.desk_page import ASSETS, PATH, ROSTER
from macros.render.policy import content_policy
from macros.render.templates import environment
from macros.render.voice import LOCALES, Voice
from macros.training import rows
from macros.training.changed import Comparison

SCRIPTS = ("collect", "roster", "fill")
"""In the order in which they build on each other."""

STYLE = "sheet.css"
ICON = "assets/images/favicon.svg"
"""The site's, from the root of a language."""

FAULTS = ("fault_name", "fault_long", "fault_roster_twice")
"""What a line of a roster can be told of."""


def screens(corpus: Corpus, edition: str, profile: Profile | None = None) -> Iterator[tuple[str, str]]:
    """The name without ending and the HTML of each sheet; `edition` is a language, or two.

    They stand beside the folders of the languages, whose scripts they use.
    """
    if (voice := voice_in(corpus, edition, profile)) is not None:
        yield f"training-plan.{edition}", plan(voice, Given(), None, None, None, _screen(voice, False))
        yield f"sign-in-sheet.{edition}", signin(voice, Given(), screen=_screen(voice, True))


def changed(voice: Voice, comparison: Comparison) -> str:
    """The HTML of what changed between two editions: a page that stands beside those and has no scripts."""
    return desk_changed.page(voice, comparison, None, _bare(voice))


def _screen(voice: Voice, roster: bool) -> Screen:
    scripts = tuple(f"../{voice.language}/{ASSETS}/{name}.js" for name in SCRIPTS)
    model = json.dumps(_model(voice), ensure_ascii=False)
    return replace(_bare(voice), scripts=scripts, model=model, roster=roster)


def _bare(voice: Voice) -> Screen:
    root = f"../{voice.language}"
    return Screen(content_policy(), f"{root}/{PATH}.html", STYLE, f"{root}/{ICON}")


def style() -> str:
    """What is in the file `STYLE`, which stands beside the pages."""
    return environment().get_template("desk/screen.css").render()


def _model(voice: Voice) -> dict[str, object]:
    """What the scripts know: languages, words, the columns of a roster, how many rows there are."""
    said = voice.book.words
    words = {name: said[ROSTER[name]] for name in FAULTS}
    words |= {"line": said["desk_page_roster_line"], "listed": said["desk_fill_listed"]}
    words["colon"] = said["list_colon"]
    return {
        "languages": [[book.language, LOCALES.get(book.language, book.language)] for book in voice.books],
        "headings": rows.columns_of("name", "department"),
        "longest": rows.NAME,
        "caption": [[book.language, book.words["desk_signin_caption"]] for book in voice.books],
        "blank": voice.t("desk_signin_blank"),
        "least": LEAST_ROWS[len(voice.books) > 1],
        "spare": SPARE_ROWS,
        "words": words,
    }
