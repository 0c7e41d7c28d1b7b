"""A PDF: pages of A4 with small pictures, Persian from right to left."""

import io
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF

from chat.typesetting.sheet import Entry, Sheet
from chat.typesetting.typefaces import MAIN, is_right_to_left, needed_for, path_of, settable

# Millimetres and points.
_MARGIN = 18
_LINE = 6.0
_PICTURE_MM = 64
_TITLE_PT, _BODY_PT, _SMALL_PT = 17, 10.5, 8

_INK = (38, 34, 56)
_SOFT = (120, 116, 138)
_BRAND = (107, 93, 211)
_RULE = (226, 223, 240)


def as_pdf(sheet: Sheet) -> bytes:
    """Return the PDF; what no typeface has is a box."""
    paper = _Paper(sheet)
    for entry in sheet.entries:
        paper.add(entry)
    return bytes(paper.output())


class _Paper(FPDF):
    """Pages with a title on the first and numbers on all."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self._title = settable(" ".join(sheet.title.split()))
        self.set_title(self._title)
        self.set_author("Routix")
        self.set_creation_date(datetime.now(UTC))
        self.set_margins(_MARGIN, _MARGIN)
        self.c_margin = 0  # text begins where pictures and rules do
        self.set_auto_page_break(auto=True, margin=_MARGIN + 4)
        self._load_typefaces(sheet)
        self.alias_nb_pages("{pages}")
        self.add_page()
        self._paragraph(self._title, size=_TITLE_PT, colour=_INK, line=9)
        self._paragraph(settable(sheet.facts), size=_SMALL_PT, colour=_SOFT, line=5)
        self._rule()

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(MAIN, size=_SMALL_PT)
        self.set_text_color(*_SOFT)
        self.cell(0, 6, f"Routix · {self.page_no()} / {{pages}}", align="C")

    def add(self, entry: Entry) -> None:
        """Add a message: who and when, what was said, and the picture that a reply is about."""
        if self.will_page_break(3 * _LINE):
            self.add_page()
        self.set_font(MAIN, size=_SMALL_PT + 1)
        self.set_text_color(*(_BRAND if entry.is_ours else _INK))
        self.cell(self.epw / 2, 5, settable(entry.speaker), align="L")
        self.set_font(MAIN, size=_SMALL_PT)
        self.set_text_color(*_SOFT)
        self.cell(self.epw / 2, 5, entry.about, align="R")
        self.ln(6)
        for line in settable(entry.text).split("\n"):
            self._paragraph(line, size=_BODY_PT, colour=_INK, line=_LINE)
        if entry.picture is not None:
            self._picture(entry.picture, to_the_right=is_right_to_left(entry.text))
        elif entry.note:
            self._paragraph(settable(entry.note), size=_SMALL_PT, colour=_SOFT, line=5)
        self._rule()

    def _load_typefaces(self, sheet: Sheet) -> None:
        self.add_font(MAIN, "", path_of(MAIN))
        texts = [settable(entry.text) for entry in sheet.entries]
        stand_ins = needed_for([self._title, *texts])
        for name in stand_ins:
            self.add_font(name, "", path_of(name))
        self.set_font(MAIN, size=_BODY_PT)
        self.set_fallback_fonts(stand_ins, exact_match=False)
        self.set_text_shaping(True)

    def _paragraph(self, text: str, *, size: float, colour: tuple[int, int, int], line: float) -> None:
        self.set_font(MAIN, size=size)
        self.set_text_color(*colour)
        if not text.strip():
            self.ln(line / 2)
            return
        align = "R" if is_right_to_left(text) else "L"
        self.multi_cell(0, line, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def _picture(self, data: bytes, *, to_the_right: bool) -> None:
        self.ln(1.5)
        picture: Any = io.BytesIO(data)
        x = self.l_margin + self.epw - _PICTURE_MM if to_the_right else self.l_margin
        self.image(picture, x=x, w=_PICTURE_MM)

    def _rule(self) -> None:
        self.ln(3)
        self.set_draw_color(*_RULE)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
        self.ln(4)
