"""What a browser needs to fill a form by itself: template, fields, measures of the font.

The font takes nine tenths of a template and is the same in every form: it is given once, and a hole is
left for it in each template. Counterpart in JavaScript: `theme/assets/forms/pdf.js` and `pdf-text.js`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from macros.pdf import appearance
from macros.pdf.appearance import DIGITS, HYPHENS, NOT_FIRST, NOT_LAST, WORD, Box
from macros.pdf.face import GETA, Face
from macros.pdf.template import MarkField, Template, TextField
from macros.pdf.truetype import EM


def script(name: str, data: Any) -> str:
    """A classic script that hands `data` to the page that has asked for it."""
    return f"window.tkf.pdfData[{json.dumps(name)}]={json.dumps(data, separators=(',', ':'))}\n"


def font_data(face: Face) -> dict[str, Any]:
    """The font, what it covers and how wide that is, and the rules of setting text."""
    return {
        "file": base64.b64encode(face.packed).decode(),
        "runs": _runs(face),
        "others": [[text, code] for text, code in face.codes.items() if code != _own(text)],
        "geta": face.codes[GETA],
        "notFirst": "".join(sorted(NOT_FIRST)),
        "notLast": "".join(sorted(NOT_LAST)),
        "word": "".join(sorted(WORD)),
        "hyphens": "".join(sorted(HYPHENS)),
        "digits": "".join(sorted(DIGITS)),
        "lead": appearance.LEAD,
        "pad": appearance.PAD,
        "top": appearance.TOP,
        "step": appearance.STEP,
        "least": appearance.LEAST,
        "small": appearance.SMALL,
        "unknown": appearance.UNKNOWN,
    }


def _own(text: str) -> int:
    return ord(text) if len(text) == 1 else -1


def _runs(face: Face) -> list[tuple[int, int, float]]:
    """Characters that follow each other and are equally wide: the first code, how many, how wide in em."""
    runs: list[tuple[int, int, float]] = []
    for code, text in sorted((code, text) for text, code in face.codes.items()):
        width = face.glyphs[text].width / EM
        if runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] == width:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, width)
        else:
            runs.append((code, 1, width))
    return runs


def form_data(template: Template, face: Face) -> dict[str, Any]:
    """The template around its font, and where the fields are."""
    before, found, after = template.blank.partition(face.packed)
    if not found:
        raise ValueError("the template does not hold the font it was built with")
    return {
        "before": base64.b64encode(before).decode(),
        "after": base64.b64encode(after).decode(),
        "size": template.size,
        "end": template.end,
        "entries": template.entries.decode("latin-1"),
        "identity": template.identity.hex(),
        "resources": template.resources,
        "texts": {key: _text(field) for key, field in template.texts.items()},
        "marks": {key: _mark(field) for key, field in template.marks.items()},
    }


def _text(field: TextField) -> list[Any]:
    box: Box = field.box
    about = [round(box.width, 3), round(box.height, 3), box.size, box.several, box.centred]
    return [field.number, field.source.decode("latin-1"), *about]


def _mark(field: MarkField) -> list[Any]:
    kids = [[value, number, source.decode("latin-1")] for value, number, source in field.kids]
    return [field.number, field.source.decode("latin-1"), kids]
