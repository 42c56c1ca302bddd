"""The pages that come from data: which there are, where they stand, and what each shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import jinja2

from macros.forms.load import Shelf
from macros.model import Corpus, Profile
from macros.render import checklists
from macros.render.book import Book
from macros.render.checklists import Print
from macros.render.course import PATH, CourseView
from macros.render.desk_page import PATH as DESK
from macros.render.desk_page import DeskView, teaching
from macros.render.forms import FOLDER, FormView, Prefilled
from macros.render.page import Page
from macros.render.parts import Branch, Card, Leaf, MissingWord
from macros.render.policy import content_policy
from macros.render.templates import environment
from macros.render.volumes import named, volumes
from macros.render.wording import editions, languages, words_of
from macros.training.checklist import Checklist
from macros.training.course import Lessons

SECTIONS = {
    "owner": "roles",
    "party": "parties",
    "modality": "modalities",
    "deadline": "grades",
    "phase": "phases",
    "event": "events",
}
"""Facet of a card → the section of the vocabulary that its tags come from."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to filter the register: a facet of the cards, and the tags there are with their labels."""

    facet: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a macro gives: HTML, and the headings in it as (level, id, title)."""

    html: str
    outline: tuple[tuple[int, str, str], ...] = ()


@dataclass
class Site:
    """All books in one reader's language."""

    corpus: Corpus
    language: str
    profile: Profile | None = None
    shelf: Shelf = field(default_factory=lambda: Shelf({}))
    """The forms."""
    prefilled: Mapping[str, tuple[Prefilled, ...]] = field(default_factory=dict)
    """Form → copies with a company's data; none unless the site shall carry them."""
    lessons: Lessons | None = None
    """The course."""
    lists: tuple[Checklist, ...] = ()
    """The checklists, in their order."""
    sheets: str = ""
    """Whether the PDFs of training stand beside this site, for the pages to lead there: `plain`, or `coded`
    where they have codes that lead to the handbook."""
    since: str = ""
    """The name of an earlier edition: what changed since stands beside this site."""
    ending: str = ".html"
    templates: jinja2.Environment = field(default_factory=environment)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The interface words of the language. Raises `DataError` where the locale is unsound."""
        return words_of(self.language)

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """One book for each body of provisions."""
        many = len(self.corpus.bodies) > 1
        return tuple(
            Book(self.corpus, body, self.language, self.words, self.profile, many, self.lists)
            for body in self.corpus.bodies
        )

    def book(self, instrument: str) -> Book:
        """The book of an instrument."""
        return next(book for book in self.books if book.body.instrument.id == instrument)

    def interface(self) -> dict[str, object]:
        """What the theme and its scripts need: the languages, the words, the edition, the content policy."""
        own_names = self.corpus.vocabulary.languages
        return {
            "language": self.language,
            "languages": [{"tag": tag, "name": own_names[tag]} for tag in languages()],
            "words": dict(self.words),
            "edition": self.books[0].edition,
            "csp": content_policy(),
        }

    # --- which pages there are ---------------------------------------------------------------------

    def leaves(self) -> Iterator[Leaf]:
        """Every page made from data."""
        t = self.books[0].t
        for book in self.books:
            home = book.body.instrument.id
            title = book.say(book.body.instrument.title).text
            yield Leaf(f"{home}/index", title, f'contents("{home}")', t("contents_description"))
            full = t("full_text_of", title=title) if book.many else t("full_text")
            yield Leaf(f"{home}/text", full, f'full_text("{home}")', t("full_text_description"))
            for top in book.body.tops():
                heading = book.say(top.heading).text
                name = " ".join(filter(None, (book.cite(top.id), heading)))
                yield Leaf(f"{home}/{top.id}", name, f'provision("{home}", "{top.id}")')
        yield Leaf("register", t("register"), "register()", t("register_description"), wide=True)
        yield Leaf("lifecycle", t("lifecycle"), "lifecycle()", t("lifecycle_description"))
        yield Leaf("deadlines", t("deadlines"), "deadlines()", t("deadlines_description"))
        yield Leaf("glossary", t("glossary"), "glossary()", t("glossary_description"))
        yield Leaf("parameters", t("parameters"), "parameters()", t("parameters_description"))
        yield Leaf("roles", t("roles"), "roles()", t("roles_description"))
        for tag in self.corpus.vocabulary.roles:
            label = self.books[0].label("roles", tag)
            yield Leaf(f"role-{tag}", t("role_page", role=label), f'role("{tag}")')
        if self.lessons is not None:
            title = self.book(self.lessons.course.instrument).say(self.lessons.course.title).text
            yield Leaf(PATH, title, "course()", t("course_description"), wide=True)
        yield from checklists.leaves(self.lists, self.books)
        if teaching(self.books):
            yield Leaf(DESK, t("desk_page"), "desk()", t("desk_page_description"), wide=True)
        if self.shelf.forms:
            yield Leaf(f"{FOLDER}/index", t("forms"), "forms()", t("forms_description"))
        for id_ in self.shelf.forms:
            view = self.form_view(id_, f"{FOLDER}/{id_}")
            title, purpose = view.say(view.form.title).text, view.say(view.form.purpose).text
            yield Leaf(view.path, title, f'form("{id_}")', purpose, wide=True)

    def navigation(self) -> tuple[Branch, ...]:
        """The navigation, prose pages (`index`, `training`, `filing`, `about`) included."""
        first = self.books[0]
        t = first.t
        roles = (
            Branch(t("all_roles"), "roles"),
            *(Branch(first.label("roles", tag), f"role-{tag}") for tag in self.corpus.vocabulary.roles),
        )
        overviews = ("register", "lifecycle", "deadlines", "parameters")
        return (
            Branch(t("home"), "index"),
            Branch(t("nav_roles"), below=roles),
            *(self._branch_of(book) for book in self.books),
            Branch(t("nav_overviews"), below=tuple(Branch(t(name), name) for name in overviews)),
            *((Branch(t("course"), PATH),) if self.lessons is not None else ()),
            self._training(),
            self._filing(),
            Branch(t("glossary"), "glossary"),
            Branch(t("about"), "about"),
        )

    def _training(self) -> Branch:
        t = self.books[0].t
        below = [Branch(t("desk_page"), DESK)] if teaching(self.books) else []
        below += [checklists.branch(self.lists, self.books)] if self.lists else []
        if not below:
            return Branch(t("training"), "training")
        return Branch(t("training"), below=(Branch(t("training_how"), "training"), *below))

    def _filing(self) -> Branch:
        t = self.books[0].t
        if not self.shelf.forms:
            return Branch(t("filing"), "filing")
        views = [self.form_view(id_, f"{FOLDER}/{id_}") for id_ in self.shelf.forms]
        forms = (Branch(view.say(view.form.title).text, view.path) for view in views)
        when, index = Branch(t("filing_when"), "filing"), Branch(t("forms"), f"{FOLDER}/index")
        return Branch(t("filing"), below=(when, index, *forms))

    def course(self, page: Page) -> CourseView:
        """The course on a page. Raises `MissingWord` where there is none."""
        if self.lessons is None:
            raise MissingWord("there is no course in this handbook")
        return CourseView.on(self.lessons, page)

    def desk(self, page: Page) -> DeskView:
        """The trainer's desk on a page."""
        return DeskView(page)

    def form_view(self, id_: str, path: str) -> FormView:
        """A form on the page at `path`."""
        form = self.shelf.forms[id_]
        return FormView(form, self.book(form.instrument), path, self.prefilled.get(id_, ()))

    def _branch_of(self, book: Book) -> Branch:
        home = book.body.instrument.id
        parts = []
        for part in book.body.instrument.parts:
            tops = book.body.provisions[part.id]
            entries = tuple(
                Branch(f"{book.cite(p.id)} {book.say(p.heading).text}".strip(), f"{home}/{p.id}")
                for p in tops
            )
            parts.append(Branch(book.say(part.title).text, below=entries))
        title = book.say(book.body.instrument.title).text if book.many else book.t("nav_text")
        contents = Branch(book.t("contents"), f"{home}/index")
        return Branch(title, below=(contents, Branch(book.t("full_text"), f"{home}/text"), *parts))

    def checklists(self, role: str = "") -> list[Checklist]:
        """The checklists: all, or those of one role."""
        return [each for each in self.lists if role in ("", *each.roles)]

    def prints(self, name: str, role: str | None = None, alone: bool = False) -> Iterator[Print]:
        """The PDFs of something printed, in every language and, unless `alone`, in two side by side.

        `role`: of the set of that role, "" of everything.
        """
        names = self.corpus.vocabulary.languages
        for tag in editions():
            if alone and "-" in tag:
                continue
            words = self.words["list_plus"].join(names[each] for each in tag.split("-"))
            if role is None:
                yield Print(words, named(name, tag, 1, 1))
            else:
                chosen, coded = self.checklists(role), self.sheets == "coded"
                found = volumes(chosen, self.books, tag.count("-") + 1, coded)
                yield from checklists.prints(name, tag, words, found, self.books)

    def print_link(self, path: str, name: str, ending: str = "pdf") -> str:
        """A relative link from the page at `path` to a PDF of training, or a page beside it."""
        return checklists.printed(path, name, ending)

    def filters(self, cards: Iterable[Card]) -> Iterator[Filter]:
        """The filters of a register: every facet with the tags that occur, in the vocabulary's order."""
        seen: dict[str, set[str]] = {}
        for card in cards:
            for facet, tags in card.facets.items():
                seen.setdefault(facet, set()).update(tags.split())
        for facet, found in seen.items():
            if facet == "instrument" and len(self.books) == 1:
                continue
            labels = {**self._labels(facet), "none": self.words["filter_none"]}
            yield Filter(facet, tuple((tag, label) for tag, label in labels.items() if tag in found))

    def _labels(self, facet: str) -> dict[str, str]:
        first = self.books[0]
        if facet == "instrument":
            return {b.body.instrument.id: b.say(b.body.instrument.title).text for b in self.books}
        if facet == "party" and len(self.books) == 1:
            return {tag: first.party(tag) for tag in first.body.instrument.parties}
        section = SECTIONS[facet]
        return {tag: first.label(section, tag) for tag in getattr(self.corpus.vocabulary, section)}

    # --- what each shows -----------------------------------------------------------------------------

    def render(self, template: str, path: str, book: Book | None = None, **context: object) -> Fragment:
        """A template of `templates/pages/`; it sees `site`, `t`, `page` (one book) and `pages` (each)."""
        outline: list[tuple[int, str, str]] = []
        pages = [Page(each, path, self.ending, outline=outline) for each in self.books]
        page = pages[self.books.index(book)] if book is not None else pages[0]
        html = self.templates.get_template(f"pages/{template}.html.j2").render(
            site=self, page=page, pages=pages, book=page.book, t=page.book.t, **context
        )
        return Fragment(html, tuple(outline))

    def macros(self, path: str) -> dict[str, Callable[..., Fragment]]:
        """The macros that the page at `path` can call, by name."""

        def provision(instrument: str, id_: str) -> Fragment:
            """One top provision with everything below it."""
            book = self.book(instrument)
            return self.render("provision", path, book, provision=book.provision(id_))

        def contents(instrument: str) -> Fragment:
            """The table of contents of an instrument."""
            return self.render("contents", path, self.book(instrument))

        def full_text(instrument: str) -> Fragment:
            """The whole text as on paper."""
            return self.render("full_text", path, self.book(instrument))

        def role(tag: str) -> Fragment:
            """What one role must see to."""
            return self.render("role", path, role=tag)

        def cite(id_: str) -> Fragment:
            """A link to a provision, named by its citation."""
            return self.render("cite", path, id=id_)

        def form(id_: str) -> Fragment:
            """One form, to be filled in."""
            view = self.form_view(id_, path)
            return self.render("form", path, view.book, v=view)

        def checklist(id_: str) -> Fragment:
            """One checklist, to be filled in."""
            view = checklists.view(self.lists, id_, self.books, path)
            return self.render("checklist", path, view.book, v=view)

        def forms() -> Fragment:
            """The list of forms."""
            views = [self.form_view(id_, path) for id_ in self.shelf.forms]
            statuses = ("official", "reference")
            kinds = [(status, [v for v in views if v.form.status == status]) for status in statuses]
            return self.render("forms", path, kinds=kinds)

        def course() -> Fragment:
            """The course for newcomers."""
            lessons = self.lessons
            return self.render("course", path, self.book(lessons.course.instrument) if lessons else None)

        def desk() -> Fragment:
            """The trainer's desk."""
            return self.render("desk", path, teaching(self.books))

        def plain(name: str) -> Callable[[], Fragment]:
            def macro() -> Fragment:
                return self.render(name, path)

            macro.__doc__ = f"The page “{name}”."
            return macro

        names = (
            "home", "register", "lifecycle", "deadlines", "glossary", "parameters", "roles",
            "checklists", "filing", "silences", "artefacts", "edition",
        )  # fmt: skip
        shared: dict[str, Callable[..., Fragment]] = {name: plain(name) for name in names}
        return shared | {
            "provision": provision,
            "contents": contents,
            "full_text": full_text,
            "role": role,
            "cite": cite,
            "form": form,
            "checklist": checklist,
            "forms": forms,
            "course": course,
            "desk": desk,
        }
