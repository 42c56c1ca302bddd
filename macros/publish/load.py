"""From a folder of clauses to a site of one language, or one message with every fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from macros import rules
from macros.corpus import load_profile
from macros.errors import DataError, as_text
from macros.render.pages import Site


def load_site(clauses: Path, language: str, profile: Path | None, fail: Callable[[str], None]) -> Site:
    """A checked site. Calls `fail` (which raises) with all problems where there are any."""
    reading, problems = rules.check(clauses, clauses.name)
    if problems:
        fail("the data has faults\n" + as_text(problems))
    assert reading.corpus is not None
    try:
        chosen = load_profile(profile, reading.corpus) if profile else None
        site = Site(reading.corpus, language, chosen)
        _ = site.words
    except DataError as error:
        fail(str(error))
        raise
    return site
