"""For the tests of PDFs: a small sheet of our own, the forms there are, answers with awkward Japanese."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from macros.errors import Place
from macros.forms.answers import checked
from macros.forms.definition import Answers, Form
from macros.forms.load import read
from macros.pdf import face, final, layout, template
from macros.pdf.face import Face
from macros.pdf.final import Flat
from macros.pdf.press import Press
from macros.pdf.sheet import Sheet
from macros.pdf.slots import Slot
from macros.pdf.template import Template

ROOT = Path(__file__).parent.parent

AWKWARD = "髙﨑 𠮷田 𠮟 ①㈱㋿ ﾊﾝｶｸｶﾞﾅ 一人月日生用行 〜～ー−―‐"
"""Kanji that fonts lack or viewers confuse, half-width kana, signs with several code points."""

LONG = "〒160-0023 東京都新宿区西新宿二丁目８番１号 髙﨑ビルヂング９階（旧𠮷田ビル）№①"

SMALL = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>試験の様式</title><style>
@page { size: A5; margin: 12mm; @bottom-center { content: counter(page); font: 8pt "BIZ UDGothic" } }
html { font: 10pt/1.5 "BIZ UDGothic" }
input { appearance: auto; display: inline-block; margin: 0; padding: 0; border: 0; background: none }
.line { width: 60mm; height: 7mm } .area { display: block; width: 100mm; height: 20mm }
.cells { width: 42mm; height: 7mm } .tick { width: 4mm; height: 4mm }
</style></head><body><form><h1>試験の様式</h1>
<p>氏名 <input class="line" type="checkbox" name="0"></p>
<p>住所</p><input class="area" type="checkbox" name="1">
<p><input class="tick" type="checkbox" name="2"> 有 <input class="tick" type="checkbox" name="3"> 無</p>
<p><input class="tick" type="checkbox" name="4"> 確認した</p>
<p>番号 <input class="cells" type="checkbox" name="5"></p>
</form></body></html>"""

SLOTS = (
    Slot(key="name", tooltip="氏名", required=True, most=60),
    Slot(key="address", tooltip="住所", several=True),
    Slot(key="cloud", kind="choice", option="used", tooltip="利用の有無: 有", group_tooltip="利用の有無"),
    Slot(key="cloud", kind="choice", option="無", tooltip="利用の有無: 無", group_tooltip="利用の有無"),
    Slot(key="agreed", kind="flag", tooltip="確認した"),
    Slot(key="code", tooltip="番号", most=7, comb=True),
)

VALUES = {
    "name": AWKWARD[:20],
    "address": f"{LONG}\n二行目 {AWKWARD}",
    "cloud": "used",
    "agreed": "on",
    "code": "１2㈱ABC",
}


@cache
def the_face() -> Face:
    """The form font."""
    return face.load()


@cache
def small() -> tuple[Template, Flat]:
    """The small sheet as a template of either kind."""
    sheet = Sheet(SMALL, SLOTS)
    data = layout.write(sheet.html, sheet.second)
    return template.build(data, sheet, the_face()), final.build(data, sheet)


@cache
def forms() -> dict[str, Form]:
    """The forms of the project."""
    return dict(read(ROOT / "forms").shelf.forms)


@cache
def press(id_: str = "todokede", second: str | None = None) -> Press:
    """What makes copies of a form; kept, since laying out is slow."""
    return Press(forms()[id_], second)


def answers(services: int = 1, **more: Any) -> Answers:
    """Answers to the 届出書 with so many cloud services; `more` replaces some."""
    service = {
        "service": f"共有フォルダ {AWKWARD}",
        "provider": "グーグル・クラウド・ジャパン合同会社（見本）",
        "storage": "東京リージョン（asia-northeast1）\n大阪リージョン（asia-northeast2）",
        "certified": "certified",
        "certification": "ISO/IEC 27001:2022、ISMAP",
    }
    given: dict[str, Any] = {
        "date": "令和8年11月22日",
        "address": LONG,
        "name": "株式会社髙﨑𠮷田システムズ 代表取締役 邉見 太郎",
        "contract_date": "2026-04-01",
        "contract_name": "情報システム運用保守",
        "media": "社内PC内ストレージ（BitLocker暗号化済）、外付けハードディスク ｱｲｳｴｵ ①②③",
        "location": "abroad",
        "country": "アメリカ合衆国（オレゴン州）、シンガポール",
        "overseas_data": "システム管理に関するログ情報を保管。欄の幅を超えた文章は自動で改行される。" * 2,
        "cloud": "used",
        "cloud_services": [
            service | {"service": f"{number} 件目の{service['service']}"} for number in range(1, services + 1)
        ],
        "ai": "used",
        "ai_services": [{"service": "みほんAI", "provider": "株式会社みほん", "purpose": "会議記録の要約"}],
        "subcontracting": "planned",
        "subcontractors": [{"name": "有限会社𠮷見本", "work": "月次の運用保守\n障害時の一次対応"}],
    }
    given = {key: value for key, value in (given | more).items() if value is not None}
    return checked(forms()["todokede"], given, lambda path: Place("answers.yml", 1, 1, path))


def opened(data: bytes) -> pikepdf.Pdf:
    """The PDF, which has to be sound."""
    pdf = pikepdf.open(io.BytesIO(data))
    assert pdf.check_pdf_syntax() == []
    return pdf


def fields(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The fields of a form, options not counted."""
    yield from pdf.Root.AcroForm.Fields


def widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """Page and annotation of everything to write on or to tick, in the order of the tab key."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            yield page, annotation


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements in reading order."""

    def below(kids: Any) -> Iterator[Any]:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                yield kid
                yield from below(kid.get("/K", pikepdf.Array()))

    yield from below(pdf.Root.StructTreeRoot.K)
