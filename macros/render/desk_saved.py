"""What the desk's page knows to save answers for the form of the report, as `desk_answers` has them."""

from __future__ import annotations

from typing import Any

from macros.render.book import Book
from macros.render.desk_answers import MOST_TEXT
from macros.render.voice import LOCALES, what_is_taught

FORM = "kyoiku-hokoku"

WORDS = {
    "annex": "desk_answers_annex",
    "count_people": "desk_count_people",
    "course": "desk_course",
    "held_none": "desk_held_none",
    "instructor": "desk_answers_instructor",
    "method": "desk_answers_method",
    "no_roster": "desk_no_roster",
    "not_given": "desk_not_given",
    "period_range": "desk_period_range",
    "refused": "desk_answers_refused",
    "remarks": "desk_answers_remarks",
    "results": "desk_answers_results",
    "roster_faulty": "desk_roster_faulty",
    "stop": "desk_stop",
    "unlisted": "desk_unlisted",
}
"""What the script calls a word → its key."""


def known(book: Book) -> dict[str, Any]:
    """Words and lengths, in the language of the book: that in which the form is handed in."""
    title = book.say(book.body.instrument.title).text
    return {
        "form": FORM,
        "most": MOST_TEXT,
        "locale": LOCALES.get(book.language, book.language),
        "content": what_is_taught(book),
        "material": book.t("desk_answers_material", title=title, edition=book.edition),
        "words": {name: book.words[key] for name, key in WORDS.items()},
    }
