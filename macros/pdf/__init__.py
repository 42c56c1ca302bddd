"""The forms as PDF files: blank, filled in and still editable, final; and read back.

    sheet     a form's definition → HTML, and the slots that stand in it
    layout    HTML → PDF: the one place that calls WeasyPrint
    template  that PDF → templates whose fields work in every viewer, ready to be filled by hand
    fill      values → an editable copy (an update appended to the template)
    final     values → a flat copy that keeps its tags
    read      a copy filled in by any viewer → values

Below them: `fonts` (files on this machine), `face` (the glyphs of the form font), `truetype`, `objects`
(how either is written), `cut` (a font for one document), `appearance` (lines that fit their box).
"""
