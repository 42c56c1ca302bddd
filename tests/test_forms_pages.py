"""The pages of the forms as they are built: made from data alone, in every language, nothing inline."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from macros.forms.definition import by_name, entries, groups
from macros.forms.load import Shelf
from macros.model import Corpus
from macros.render.pages import Site
from macros.render.wording import languages, words_of
from tests.forms_kit import shelf


def rendered(corpus: Corpus, forms: Shelf, language: str, id_: str) -> str:
    """The HTML of a form's page."""
    site = Site(corpus, language, None, forms)
    return site.macros(f"forms/{id_}")["form"](id_).html


def model_of(page: str) -> dict[str, Any]:
    """What the scripts of a page are given."""
    found = re.search(r'data-model="([^"]*)"', page)
    assert found is not None
    model: dict[str, Any] = json.loads(html.unescape(found[1]))
    return model


@pytest.mark.parametrize("language", languages())
def test_every_form_has_a_page(site: Path, language: str) -> None:
    """In every language; the list of forms and the navigation lead to it."""
    listed = (site / language / "forms" / "index.html").read_text("utf-8")
    for id_, form in shelf().forms.items():
        page = (site / language / "forms" / f"{id_}.html").read_text("utf-8")
        assert html.escape(form.title[language], quote=False) in html.unescape(page)
        assert f'href="{id_}.html"' in listed


@pytest.mark.parametrize("language", languages())
def test_nothing_is_inline(corpus: Corpus, language: str) -> None:
    """No style, no handler and no script in the page itself: the content policy would refuse them."""
    for id_ in shelf().forms:
        page = rendered(corpus, shelf(), language, id_)
        assert not re.search(r"<[^>]* (?:style|on[a-z]+)=", page)
        assert not re.search(r"<script(?![^>]* src=)", page)


def test_every_field_is_asked_once(corpus: Corpus) -> None:
    """Each field stands in the form (unless another party fills it in) and on the sheet; ids are unique."""
    for id_, form in shelf().forms.items():
        page = rendered(corpus, shelf(), "ja", id_)
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), id_
        for entry in entries(form):
            asked = page.count(f'data-field="{entry.name}"')
            theirs = entry.box is not None and entry.box.by is not None
            assert (asked == 0) if theirs else asked >= 1, (id_, entry.name)
            assert f'data-v="{entry.name}"' in page or f'data-tick="{entry.name}"' in page


@pytest.mark.parametrize("language", languages())
def test_the_scripts_know_the_form(corpus: Corpus, language: str) -> None:
    """The model has every field and group, and for every change the provision and its deadline."""
    for id_, form in shelf().forms.items():
        model = model_of(rendered(corpus, shelf(), language, id_))
        assert [each["name"] for each in model["entries"]] == [entry.name for entry in entries(form)]
        assert [each["name"] for each in model["groups"]] == list(groups(form))
    model = model_of(rendered(corpus, shelf(), language, "todokede"))
    assert [(each["obligation"], each["grade"]) for each in model["changes"]] == [
        ("AN-3-1.o2", "in-advance"),
        ("SP-8-3.o2", model["changes"][1]["grade"]),
        ("SP-5.o2", "promptly"),
    ]
    assert all(each["cite"] for each in model["changes"])


@pytest.mark.parametrize("language", languages())
def test_what_is_ours_is_marked(corpus: Corpus, language: str) -> None:
    """A reference form says that it is not official, and which of its boxes the text does not ask for."""
    ours = words_of(language)["forms_ours"]
    for id_, form in shelf().forms.items():
        page = html.unescape(rendered(corpus, shelf(), language, id_))
        own = [box for box in form.boxes if not box.basis and box.by is None]
        assert page.count(ours) == len(own)
        assert not own if form.mark is None else page.count(form.mark[language]) > 1, id_


def test_another_form_is_data_alone(corpus: Corpus) -> None:
    """A form of another name, with other boxes, has its page without a line of code."""
    model = shelf().forms["todokede"]
    other = replace(model, id="another", title={"ja": "別の様式"}, boxes=model.boxes[:1], changes=())
    page = rendered(corpus, Shelf({"another": other}), "en", "another")
    assert "別の様式" in page
    assert [each["name"] for each in model_of(page)["entries"]] == list(by_name(other))


def test_hostile_words_stay_words(corpus: Corpus) -> None:
    """HTML in a definition is shown as text."""
    model = shelf().forms["todokede"]
    other = replace(model, id="x", title={"ja": '<img src=x onerror="alert(1)">'}, changes=())
    page = rendered(corpus, Shelf({"x": other}), "ja", "x")
    assert "<img" not in page
