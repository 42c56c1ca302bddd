"""The sheets of the trainer's desk before the training: plan and sign-in sheet. Data in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import jinja2

from macros.model import Corpus, Profile
from macros.queries import Standing
from macros.render.book import Book
from macros.render.templates import environment
from macros.render.voice import Pairs, Voice
from macros.render.wording import words_of
from macros.render.works import Piece, Work
from macros.training.people import Person

TRAINER = "trainer"
LEAST_ROWS = (13, 8)
"""With the head and the seals they fill a page: in one language, in two."""
SPARE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who asks for a sheet says; what is blank is a line to write on."""

    company: str = ""
    contract: str = ""
    content: str = ""
    when: str = ""
    method: str = ""
    instructor: str = ""
    follow_up: str = ""
    subcontractor: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role in the plan: how many people have it, and what it does."""

    label: Pairs
    count: int | None
    obligations: int
    provisions: tuple[str, ...]


@cache
def _environment() -> jinja2.Environment:
    return environment()


def render(template: str, voice: Voice, title: str, given: Given, **context: object) -> str:
    """A sheet of `templates/desk/`."""
    said = {name: getattr(given, name) for name in Given.__dataclass_fields__}
    whole = said | {"contract": given.contract or _contract(voice.book), "screen": None} | context
    return _environment().get_template(f"desk/{template}.html.j2").render(v=voice, title=title, **whole)


def _contract(book: Book) -> str:
    """The name of the contract in the profile, if it sets one."""
    return next((b.value or "" for b in book.blanks() if b.id == "contract-name"), "")


# --- what the text says of training ------------------------------------------------------------------


def duties(book: Book) -> list[Standing]:
    """The obligations that the trainer answers for, without chapeaux."""
    standings = book.query.of_role(TRAINER)
    return [s for s in standings if s.obligation.help.owner == TRAINER]


def training(book: Book) -> list[str]:
    """Ids of the provisions that ask for training itself: those of the trainer that are no report."""
    return list(dict.fromkeys(s.provision.id for s in duties(book) if s.obligation.act != "report"))


def reporting(book: Book) -> list[str]:
    """Ids of the provisions that ask for a report on it."""
    return list(dict.fromkeys(s.provision.id for s in duties(book) if s.obligation.act == "report"))


# --- the sheets ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """What a sheet has beside itself where it is a page: without scripts to be read, else to be filled in."""

    policy: str
    """Of its content."""
    home: str
    """Where the desk is."""
    style: str
    icon: str
    scripts: tuple[str, ...] = ()
    model: str = field(default="", repr=False)
    """What they know, as JSON."""
    roster: bool = False
    """Whether one can be pasted in."""


def plan(
    voice: Voice,
    given: Given,
    made: date | None,
    by: date | None,
    people: Sequence[Person] | None,
    screen: Screen | None = None,
) -> str:
    """The training plan. `by` is the deadline that the company sets, `people` the roster if there is one."""
    found = duties(voice.book)
    provisions = list(dict.fromkeys(s.provision.id for s in found))
    index = voice.book.body.index
    context = {
        "screen": screen,
        "made": made,
        "by": by,
        "training": training(voice.book)[:1],
        "basis": [list(_quoted(voice, id_)) for id_ in provisions],
        "roles": list(_roles(voice, people)),
        "unassigned": sum(not person.roles for person in people or ()),
        "evidence": [voice.say(words) for s in found for words in s.obligation.help.evidence],
        "silences": [voice.say(words) for id_ in provisions for words in index[id_].silences],
    }
    return render("plan", voice, voice.line("desk_plan"), given, **context)


def _quoted(voice: Voice, id_: str) -> Iterator[tuple[str, str, str, Pairs]]:
    """The words of a provision: citation, language, text, and what kind of words these are."""
    book = voice.book
    own, provision = book.body.instrument.language, book.provision(id_)
    tags = [each.language for each in voice.books]
    for language in dict.fromkeys((*tags, own)):
        text = book.shown(provision.text(language)).replace("\n", " " if language != "ja" else "")
        if text:
            kind = [] if language == own else voice.t("kind_translation", language=_named(language))
            yield book.cite(id_, language), language, text, kind


def _named(language: str) -> Callable[[Book], str]:
    return lambda book: book.language_name(language)


def _roles(voice: Voice, people: Sequence[Person] | None) -> Iterator[RoleRow]:
    book = voice.book
    for tag in book.corpus.vocabulary.roles:
        standings = book.query.of_role(tag)
        tops = dict.fromkeys(book.query.top[s.provision.id].id for s in standings)
        count = None if people is None else sum(tag in person.roles for person in people)
        if standings:
            yield RoleRow(voice.label("roles", tag), count, len(standings), tuple(tops))


def signin(
    voice: Voice,
    given: Given,
    people: Sequence[Person] = (),
    least: int = 0,
    screen: Screen | None = None,
) -> str:
    """The sign-in sheet: a row for each person, and blank ones for those who join."""
    least = least or LEAST_ROWS[len(voice.books) > 1]
    blank = max(SPARE_ROWS if people else least, least - len(people))
    return render(
        "signin", voice, voice.line("desk_signin"), given,
        people=people, blank=blank, reporting=reporting(voice.book), screen=screen,
    )  # fmt: skip


def voice_in(corpus: Corpus, edition: str, profile: Profile | None = None) -> Voice | None:
    """The first instrument whose words ask for training, in a language or two; `None` where none does."""
    body = next((b for b in corpus.bodies if training(Book(corpus, b, "ja", words_of("ja")))), None)
    return Voice.of(corpus, body.instrument.id, edition, profile) if body is not None else None


def blanks(corpus: Corpus, edition: str, profile: Profile | None = None) -> Iterator[Work]:
    """The sheets that `tokki site` prints: blank but for the name of the contract, where a profile says it.

    `edition` is a language, or two.
    """
    if (voice := voice_in(corpus, edition, profile)) is None:
        return
    for name, html in (
        ("training-plan", plan(voice, Given(), None, None, None)),
        ("sign-in-sheet", signin(voice, Given())),
    ):
        title = voice.line("desk_plan" if "plan" in name else "desk_signin")
        piece = Piece(f"{name}.{edition}", title, html)
        yield Work(piece.name, title, (piece,), voice.second)
