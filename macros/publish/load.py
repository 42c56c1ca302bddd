"""From a folder of clauses to a site of one language, or one message with every fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from macros import rules
from macros.corpus import load_profile
from macros.errors import DataError, as_text
from macros.forms.load import Shelf
from macros.publish.prefilled import listed, profiles_in
from macros.render.pages import Site
from macros.rules import forms as forms_rules
from macros.training import checklist_rules, course_rules
from macros.training.checklist import Checklist


def load_site(
    clauses: Path,
    language: str,
    profile: Path | None,
    fail: Callable[[str], None],
    forms: Path | None = None,
    prefilled: Path | None = None,
    sheets: str = "",
    since: str = "",
) -> Site:
    """A checked site, with the forms in the folder `forms` if there is one.

    `prefilled` is a company's profile (or a folder of them) that shall be on the site in copies of the forms.

    Calls `fail` (which raises) with all problems where there are any.
    """
    reading, problems = rules.check(clauses, clauses.name)
    if problems:
        fail("the data has faults\n" + as_text(problems))
    assert reading.corpus is not None
    shelf, lessons = Shelf({}), None
    lists: tuple[Checklist, ...] = ()
    if forms is not None and forms.is_dir():
        shelf, problems = forms_rules.check(forms, reading.corpus, clauses, forms.name, clauses.name)
        if problems:
            fail("the forms have faults\n" + as_text(problems))
        lists, problems = checklist_rules.check(forms, reading.corpus, clauses, forms.name, clauses.name)
        if problems:
            fail("the checklists have faults\n" + as_text(problems))
        lessons, problems = course_rules.check(forms, reading.corpus, clauses, forms.name, clauses.name)
        if problems:
            fail("the course has faults\n" + as_text(problems))
    try:
        chosen = load_profile(profile, reading.corpus) if profile else None
        profiles = profiles_in(prefilled) if prefilled else {}
        copies = listed(shelf.forms, profiles, chosen, language)
        site = Site(reading.corpus, language, chosen, shelf, copies, lessons, lists, sheets, since)
        _ = site.words
    except DataError as error:
        fail(str(error))
        raise
    return site
