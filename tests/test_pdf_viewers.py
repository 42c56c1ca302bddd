"""What is filled in shows, the same, in every family of viewers: pdfium, poppler, mupdf, pdf.js."""

from __future__ import annotations

import base64
import ctypes
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, Route

from macros.forms.flat import to_fields
from macros.pdf.read import read
from macros.pdf.slots import Spot
from tests import pdf_kit as kit

SCALE = 1.5
DPI = round(72 * SCALE)
PDFJS = Path(__file__).parent.parent / "macros/theme/node_modules/pdfjs-dist"

WIDE, HIGH = int(595 * SCALE), int(841 * SCALE)
"""Viewers round the size of a page each in its own way."""

MISSING = 32
"""By so much a softened page differs where a character is missing; viewers differ by 23 at most."""

Pages = list[Image.Image]
Render = Callable[[bytes], Pages]


def pdfium(data: bytes) -> Pages:
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        return [page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("L") for page in pdf]


@pytest.fixture(scope="session")
def poppler(tmp_path_factory: pytest.TempPathFactory) -> Render:
    def render(data: bytes) -> Pages:
        folder = tmp_path_factory.mktemp("poppler")
        (folder / "in.pdf").write_bytes(data)
        command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", str(folder / "in.pdf"), str(folder / "page")]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert done.stderr == ""
        return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.png"))]

    return render


@pytest.fixture(scope="session")
def mupdf() -> Render:
    pymupdf = pytest.importorskip("pymupdf")

    def render(data: bytes) -> Pages:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            return [
                Image.open(io.BytesIO(page.get_pixmap(dpi=DPI).tobytes("png"))).convert("L") for page in pdf
            ]

    return render


PDFJS_PAGE = """<!DOCTYPE html><title>pdf.js</title><script type="module">
import * as pdfjs from "./pdf.min.mjs";
pdfjs.GlobalWorkerOptions.workerSrc = "./pdf.worker.min.mjs";
window.open_ = async (name) => (await pdfjs.getDocument({url: name, verbosity: 0}).promise);
window.pages = async (name) => {
  const pdf = await open_(name), shown = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number), viewport = page.getViewport({scale: 1.5});
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(viewport.width); canvas.height = Math.round(viewport.height);
    await page.render({canvas, canvasContext: canvas.getContext("2d"), viewport}).promise;
    shown.push(canvas.toDataURL("image/png"));
  }
  return shown;
};
window.words = async (name) => {
  const pdf = await open_(name), found = [];
  for (let number = 1; number <= pdf.numPages; number++)
    found.push(...(await (await pdf.getPage(number)).getTextContent()).items.map((item) => item.str));
  return found.join("");
};
window.values = async (name) => {
  const found = {}, all = (await (await open_(name)).getFieldObjects()) ?? {};
  for (const [key, fields] of all instanceof Map ? all : Object.entries(all))
    found[key] = fields.map((field) => field.value).find((value) => value && value !== "Off") ?? "";
  return found;
};
window.typed = async (name, values) => {
  const pdf = await open_(name);
  for (let number = 1; number <= pdf.numPages; number++)
    for (const field of await (await pdf.getPage(number)).getAnnotations())
      if (field.fieldName in values) {
        const typed = values[field.fieldName], ticked = field.buttonValue === typed;
        pdf.annotationStorage.setValue(field.id, {value: field.radioButton ? ticked : typed});
      }
  const bytes = await pdf.saveDocument();
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
window.ready = true;
</script>"""


class PdfJs:
    """pdf.js in a browser; no request leaves the machine."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.files: dict[str, bytes] = {}

    def serve(self, route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name == "index.html":
            return route.fulfill(body=PDFJS_PAGE, content_type="text/html")
        if name in self.files:
            return route.fulfill(body=self.files[name], content_type="application/pdf")
        for folder in ("legacy/build", "standard_fonts", "cmaps"):
            if (path := PDFJS / folder / name).is_file():
                kind = "text/javascript" if name.endswith(".mjs") else "application/octet-stream"
                return route.fulfill(body=path.read_bytes(), content_type=kind)
        return route.abort()

    def ask(self, what: str, data: bytes, more: object = None) -> object:
        name = f"{len(self.files)}.pdf"
        self.files[name] = data
        return self.page.evaluate(f"{what}({json.dumps(name)}, {json.dumps(more)})")

    def pages(self, data: bytes) -> Pages:
        shown: list[str] = self.ask("pages", data)  # type: ignore[assignment]
        return [Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("L") for url in shown]


@pytest.fixture(scope="session")
def pdfjs(browser: Browser) -> Iterator[PdfJs]:
    if not PDFJS.is_dir():
        pytest.skip("pdfjs-dist is not installed")
    page = browser.new_page()
    viewer = PdfJs(page)
    page.route("**/*", viewer.serve)
    page.goto("http://pdfjs.test/index.html")
    page.wait_for_function("window.ready")
    yield viewer
    page.close()


# --- looks -----------------------------------------------------------------------------------------------


@cache
def copies() -> dict[str, bytes]:
    """The official form, blank and filled in."""
    given = kit.answers(2, media=kit.AWKWARD)
    made = {"editable": kit.press().editable(given).data, "final": kit.press().final(given).data}
    return made | {"blank": kit.press().blank({"cloud_services": 2})}


@cache
def by_pdfium(kind: str) -> tuple[Image.Image, ...]:
    return tuple(pdfium(copies()[kind]))


def spots() -> tuple[Spot, ...]:
    key = kit.press()._key({"cloud_services": 2}, {})
    return kit.press()._sheet(key).flat.spots


def inside(pages: Pages, spot: Spot) -> Image.Image:
    """What stands in a field, its frame left out."""
    left, bottom, right, top = spot.rect
    page = pages[spot.page]
    up = page.height
    sides = (left * SCALE + 3, up - top * SCALE + 3, right * SCALE - 3, up - bottom * SCALE - 3)
    left, upper, right, lower = (round(side) for side in sides)
    return page.crop((left, upper, right, lower))


def ink(image: Image.Image) -> float:
    """How much of it is black, in percent."""
    dark = sum((255 - shade) * count for shade, count in enumerate(image.histogram()))
    return dark / 2.55 / image.width / image.height


def compare(pages: Pages, kind: str) -> None:
    """Every field that was filled in shows as much ink as in pdfium, at the same places."""
    ours = list(by_pdfium(kind))
    given = to_fields(kit.press().form, kit.answers(2, media=kit.AWKWARD))
    assert len(pages) == len(ours)
    pages, ours = ([page.crop((0, 0, WIDE, HIGH)) for page in every] for every in (pages, ours))
    for spot in spots():
        slot = spot.slot
        here, there = inside(pages, spot), inside(ours, spot)
        value = "" if kind == "blank" else given.get(slot.key, "")
        filled = value == slot.option if slot.option else value != ""
        if slot.kind == "text":
            assert (ink(there) > 0.5) == filled, (slot.key, ink(there))
            assert (ink(here) > 0.5) == filled, (slot.key, ink(here))
        if filled:
            assert 0.6 < ink(here) / ink(there) < 1.7, (slot.key, ink(here), ink(there))
    for page, other in zip(pages, ours, strict=True):
        soft = [image.filter(ImageFilter.GaussianBlur(3)) for image in (page, other)]
        most = max(shade for shade, count in enumerate(ImageChops.difference(*soft).histogram()) if count)
        assert most < MISSING


@pytest.mark.parametrize("kind", ["blank", "editable", "final"])
def test_poppler_shows_what_pdfium_shows(kind: str, poppler: Render) -> None:
    compare(poppler(copies()[kind]), kind)


@pytest.mark.parametrize("kind", ["blank", "editable", "final"])
def test_mupdf_shows_what_pdfium_shows(kind: str, mupdf: Render) -> None:
    compare(mupdf(copies()[kind]), kind)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["blank", "editable", "final"])
def test_pdf_js_shows_what_pdfium_shows(kind: str, pdfjs: PdfJs) -> None:
    compare(pdfjs.pages(copies()[kind]), kind)


# --- code points -----------------------------------------------------------------------------------------


def code_points(text: str) -> None:
    for character in "".join(kit.AWKWARD.split()):
        assert character in text, f"U+{ord(character):04X}"
    assert not [character for character in text if "\u2e80" <= character <= "\u2fdf"]


def test_mupdf_gives_every_code_point_back() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    with pymupdf.open(stream=copies()["final"], filetype="pdf") as pdf:
        code_points("".join(page.get_text() for page in pdf))
    with pymupdf.open(stream=copies()["editable"], filetype="pdf") as pdf:
        values = {widget.field_name: widget.field_value for page in pdf for widget in page.widgets()}
    assert values["media"] == kit.AWKWARD


def test_pdfium_gives_every_code_point_back() -> None:
    with pypdfium2.PdfDocument(copies()["final"]) as pdf:
        code_points("".join(page.get_textpage().get_text_range() for page in pdf))


@pytest.mark.browser
def test_pdf_js_gives_every_code_point_back(pdfjs: PdfJs) -> None:
    code_points(str(pdfjs.ask("words", copies()["final"])))
    given = to_fields(kit.press().form, kit.answers(2, media=kit.AWKWARD))
    found: dict[str, str] = pdfjs.ask("values", copies()["editable"])  # type: ignore[assignment]
    assert {key: value for key, value in found.items() if value} == given


# --- filling in by hand ----------------------------------------------------------------------------------

TYPED = {
    "address": "東京都見本区１－２－３ 髙﨑ビル ①",
    "media": "社内PC内ストレージ、ﾎﾟｰﾀﾌﾞﾙHDD\n二行目",
    "cloud_services_1_service": "共有フォルダ",
    "location": "abroad",
}


def typed_in_pdfium(data: bytes, values: dict[str, str]) -> bytes:
    """The form after somebody typed these values in Chrome's viewer and saved it."""
    raw = pypdfium2.raw
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        assert pdf.formenv is not None
        env = pdf.formenv.raw
        for number in range(len(pdf)):
            page = pdf[number]
            for spot in (spot for spot in blank_spots() if spot.page == number and spot.slot.key in values):
                value = values[spot.slot.key]
                if spot.slot.option not in ("", value):
                    continue
                at = ((spot.rect[0] + spot.rect[2]) / 2, (spot.rect[1] + spot.rect[3]) / 2)
                for event in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
                    event(env, page.raw, 0, *at)
                if not spot.slot.option:
                    text = (value + "\0").encode("utf-16-le")
                    buffer = (ctypes.c_ushort * (len(text) // 2)).from_buffer_copy(text)
                    raw.FORM_ReplaceSelection(env, page.raw, buffer)
                raw.FORM_ForceToKillFocus(env)
        saved = io.BytesIO()
        pdf.save(saved)
        return saved.getvalue()


def blank_spots() -> tuple[Spot, ...]:
    return kit.press()._sheet(kit.press()._key({}, {})).flat.spots


def shows(pages: Pages, values: dict[str, str]) -> None:
    """What was typed is on the page."""
    for spot in blank_spots():
        if spot.slot.key in values and not spot.slot.option:
            assert ink(inside(pages, spot)) > 0.5, spot.slot.key


def test_what_is_typed_in_pdfium_is_read_and_shown(poppler: Render) -> None:
    saved = typed_in_pdfium(kit.press().blank(), TYPED)
    assert read(saved) == TYPED
    shows(poppler(saved), TYPED)
    shows(pdfium(saved), TYPED)


def test_an_answer_can_be_changed_in_pdfium() -> None:
    filled = kit.press().editable(kit.answers())
    saved = read(typed_in_pdfium(filled.data, {"location": "japan"}))
    assert saved == to_fields(kit.press().form, kit.answers()) | {"location": "japan"}


@pytest.mark.browser
def test_what_is_typed_in_pdf_js_is_read_and_shown(pdfjs: PdfJs, poppler: Render) -> None:
    saved = base64.b64decode(str(pdfjs.ask("typed", kit.press().blank(), TYPED)))
    assert read(saved) == TYPED
    shows(poppler(saved), TYPED)
