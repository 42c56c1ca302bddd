"""The forms as PDF files: blank, filled in and still editable, final; and read back.

    sheet     a form's definition → HTML, and the slots that stand in it (`printed`: its parts)
    layout    HTML → PDF: the one place that calls WeasyPrint
    mend      that PDF taken apart: objects, and where the slots came to stand
    template  the objects → a blank form whose fields work in every viewer, ready to be filled by hand
    fill      values → an editable copy (an update appended to the template)
    final     values → a flat copy that keeps its tags
    press     keeps the sheets laid out for a form; makes blank, editable and final copies of answers
    read      a copy filled in by any viewer → values

Below them: `fonts` (files on this machine), `face` (the glyphs of the form font), `truetype`, `objects`
(how either is written), `cut` (a font for one document), `appearance` (lines that fit their box), `slots`.
"""
