"""The course for learning platforms: the questions as GIFT, the whole as the files of a SCORM 1.2 package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from macros.model import Words
from macros.queries import Standing
from macros.render.course import SCRIPTS, CourseView
from macros.render.page import Page
from macros.render.pages import Site
from macros.render.parts import Card, MissingWord
from macros.render.policy import content_policy
from macros.training import gift
from macros.training.course import Question

THEME = Path(__file__).parent.parent / "theme" / "assets"
SHEETS = ("00-tokens", "10-base", "30-provision", "40-card", "60-pages", "90-print")
"""The styles of the site that the pages of a package need."""

START = "index"
"""The one page of a package."""


@dataclass
class Bound(Page):
    """The page of a package: the whole text is in it; what leads elsewhere in the handbook is no link."""

    def href(self, target: str, anchor: str = "") -> str:
        """A link to a provision in the text; "" for all else."""
        instrument = self.book.body.instrument.id
        if not target.startswith(f"{instrument}/"):
            return ""
        obligation = self.book.query.obligation.get(anchor)
        return "#" + (
            obligation.provision.id if obligation else anchor or target.removeprefix(f"{instrument}/")
        )

    def card(self, standing: Standing) -> Card:
        """An obligation ready to be shown, with links that no other page has."""
        return self._card(standing)


def _view(site: Site, pass_mark: int | None = None) -> CourseView:
    if site.lessons is None:
        raise MissingWord("there is no course in this handbook")
    book = site.book(site.lessons.course.instrument)
    return CourseView.packaged(site.lessons, Bound(book, START), pass_mark)


def as_gift(site: Site) -> str:
    """The questions of the course in the language of the site. Raises `MissingWord` where there is none."""
    view = _view(site)
    book, lessons = view.page.book, view.lessons

    def item(question: Question) -> gift.Item:
        basis = book.t("list_comma").join(link.text for link in view.basis(question))
        notes = [view.text(question.why)] if question.why else []
        notes.append(f"{book.t('course_basis')}{book.t('list_colon')}{basis}")
        many = f" {book.t('course_many')}" if question.many else ""
        answers = (gift.Answer(said(c.text), said(c.feedback), c.right) for c in question.choices)
        stem = said(question.stem) + many
        return gift.Item(question.id, stem, tuple(answers), "\n".join(notes), question.many)

    def said(words: Words) -> str:
        return view.text(words)

    title, instrument = said(lessons.course.title), book.say(book.body.instrument.title).text
    head = (
        f"{title} {lessons.digest}",
        f"{instrument} {book.t('edition')}{book.t('list_colon')}{book.edition} ({book.body.source_sha256})",
        book.t("course_ours"),
    )
    parts = [
        ((title, f"{number:02} {said(step.title)}"), [item(question) for question in step.questions])
        for number, step in enumerate(lessons.steps, 1)
    ]
    return gift.file(head, parts)


def package(site: Site, pass_mark: int | None = None) -> dict[str, bytes]:
    """The files of a SCORM 1.2 package: path → content. Raises `MissingWord` where there is no course.

    Without a `pass_mark` (1 to 100) it reports completion; with one it reports passed or failed.
    """
    view = _view(site, pass_mark)
    sources = [THEME / f"{name}.css" for name in SHEETS]
    sources += [THEME / "course" / name for name in ("course.css", "scorm.js", *(f"{s}.js" for s in SCRIPTS))]
    files = {f"assets/{path.name}": path.read_bytes() for path in sources}
    book = view.page.book

    def made(name: str, **context: object) -> bytes:
        template = site.templates.get_template(f"scorm/{name}.j2")
        return template.render(v=view, book=book, t=book.t, **context).encode()

    styles = [name for name in files if name.endswith(".css")]
    scripts = [name for name in files if name.endswith(".js")]
    page = f"{START}.html"
    files[page] = made(page, styles=styles, scripts=scripts, policy=content_policy())
    files["imsmanifest.xml"] = made("imsmanifest.xml", files=sorted(files))
    return dict(sorted(files.items()))
