"""The course for learning platforms: the questions as GIFT, the whole as the files of a SCORM 1.2 package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from macros.model import Words
from macros.render.course import SCRIPTS, CourseView
from macros.render.page import Page
from macros.render.pages import Site
from macros.render.parts import MissingWord
from macros.render.policy import content_policy
from macros.training import gift
from macros.training.course import Question

THEME = Path(__file__).parent.parent / "theme" / "assets"
SHEETS = ("00-tokens", "10-base", "30-provision", "40-card", "60-pages", "90-print")
"""The styles of the site that the pages of a package need."""

START, TEXT = "index", "text"
"""The two pages of a package: the course, and the whole text that its citations lead to."""


@dataclass
class Bound(Page):
    """A page of a package: there are two, and what leads elsewhere in the handbook is no link."""

    def href(self, target: str, anchor: str = "") -> str:
        """A link to a provision in the whole text; "" for all else."""
        instrument = self.book.body.instrument.id
        if not target.startswith(f"{instrument}/"):
            return ""
        obligation = self.book.query.obligation.get(anchor)
        place = obligation.provision.id if obligation else anchor or target.removeprefix(f"{instrument}/")
        return f"#{place}" if self.path == TEXT else f"{TEXT}{self.ending}#{place}"


def _view(site: Site, path: str = START) -> CourseView:
    if site.lessons is None:
        raise MissingWord("there is no course in this handbook")
    book = site.book(site.lessons.course.instrument)
    return CourseView.on(site.lessons, Bound(book, path), folder="assets", packed=True)


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


def package(site: Site) -> dict[str, bytes]:
    """The files of a SCORM 1.2 package: path → content. Raises `MissingWord` where there is no course."""
    view, text = _view(site), _view(site, TEXT).page
    styles = [f"assets/{name}.css" for name in SHEETS]
    scripts = [f"assets/{name}.js" for name in ("scorm", *SCRIPTS)]
    files = {f"assets/{name}.css": (THEME / f"{name}.css").read_bytes() for name in SHEETS}
    files["assets/course.css"] = (THEME / "course" / "course.css").read_bytes()
    for name in ("scorm", *SCRIPTS):
        files[f"assets/{name}.js"] = (THEME / "course" / f"{name}.js").read_bytes()
    book = view.page.book
    shared = {"site": site, "book": book, "t": book.t, "styles": styles, "policy": content_policy()}

    def made(name: str, page: Page, **context: object) -> bytes:
        template = site.templates.get_template(f"scorm/{name}.j2")
        return template.render(**shared, page=page, v=view, **context).encode()

    files[f"{START}.html"] = made("index.html", view.page, scripts=scripts)
    files[f"{TEXT}.html"] = made("text.html", text)
    files["imsmanifest.xml"] = made("imsmanifest.xml", view.page, files=sorted(files))
    return dict(sorted(files.items()))
