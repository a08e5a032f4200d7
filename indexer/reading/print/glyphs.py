"""A page of a PDF -> its characters, each in its cell, by the direction in which they run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from ctypes import c_double, c_float
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.reading.print.runs import Glyph

_ASCENT_SHARE = 0.88  # of the size above the baseline, in Chinese fonts
_TURN_DEGREES = 5  # text within them runs in one direction
_HYPHENS = (0x02, 0x2D, 0xAD)
_NO_WIDTH = 0.01
"""Points: the library leaves out what is no wider."""
_SAMPLE_CHARACTERS = 3000  # of a page, that are asked for their meaning: most pages have fewer
_MAX_DEPTH = 8  # of forms in forms
_MAX_TEXTS = 20_000
"""Pieces of text of one page that are looked at one by one: a page has a thousand."""


def text_of(page: pdfium.PdfPage) -> pdfium.PdfTextPage:
    """The text of a page, which is laid out anew every time: a table of 18,000 cells takes 30 ms."""
    _give_width(page)
    return page.get_textpage()


def glyphs(text: pdfium.PdfTextPage) -> dict[int, list[Glyph]]:
    """The characters by the direction in which they run, in degrees; each turned about the page's origin
    so that it stands upright, with y counted downwards."""
    return _Reader(text).by_direction()


def share_without_meaning(text: pdfium.PdfTextPage) -> float:
    """Of the visible characters those whose font does not say what they mean, by some of them."""
    asked = range(0, count := text.count_chars(), -(-count // _SAMPLE_CHARACTERS) or 1)
    seen = [k for k in asked if raw.FPDFText_GetUnicode(text, k) > 0x20]
    unknown = [k for k in seen if raw.FPDFText_HasUnicodeMapError(text, k) == 1]
    return len(unknown) / max(1, len(seen))


def shows_its_own_fonts(page: pdfium.PdfPage) -> bool:
    """Whether the drawings of most of its text are in the file; else the page looks like anything."""
    fonts = [raw.FPDFTextObj_GetFont(one) for one in _texts(page)]
    embedded = [one for one in fonts if raw.FPDFFont_GetIsEmbedded(one) == 1]
    return 2 * len(embedded) > len(fonts)


def _give_width(page: pdfium.PdfPage) -> None:
    """Programs that recognise text lay it over the picture in a font that draws nothing. A single character
    of such a font has no width, and the library leaves it out; with an outline it has some."""
    left, right, unused = c_float(), c_float(), c_float()
    for one in _texts(page):
        raw.FPDFPageObj_GetBounds(one, left, unused, right, unused)
        if right.value - left.value < _NO_WIDTH:
            raw.FPDFTextObj_SetTextRenderMode(one, raw.FPDF_TEXTRENDERMODE_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(one, 1.0)
            raw.FPDFPageObj_Transform(one, 1, 0, 0, 1, 0, 0)  # only now is the width worked out anew


def _texts(page: pdfium.PdfPage) -> Iterator[Any]:
    """The pieces of text of a page. The bare library is asked: there may be one for every character."""
    bare = page.raw
    found = (raw.FPDFPage_GetObject(bare, k) for k in range(raw.FPDFPage_CountObjects(bare)))
    return islice(_texts_of(found, _MAX_DEPTH), _MAX_TEXTS)


def _texts_of(found: Iterable[Any], depth: int) -> Iterator[Any]:
    for one in found:
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield one
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = (raw.FPDFFormObj_GetObject(one, k) for k in range(raw.FPDFFormObj_CountObjects(one)))
            yield from _texts_of(inner, depth - 1)


class _Reader:
    """Asks the library for one character after the other. What it answers with is kept and used again: a page
    has thousands of characters, and to make an object for each answer takes as long as the answer."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text.raw
        self._count = text.count_chars()
        self._matrix, self._box = raw.FS_MATRIX(), raw.FS_RECTF()
        self._x, self._y = c_double(), c_double()

    def by_direction(self) -> dict[int, list[Glyph]]:
        """A character whose box is as high as that of the one before goes on with its line, in its size."""
        found: defaultdict[int, list[Glyph]] = defaultdict(list)
        text, box, x, y = self._text, self._box, self._x, self._y
        box_of, origin_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
        angle, size, above, below = 0, 0.0, 0.0, 0.0
        for k, char in self._characters():
            box_of(text, k, box)
            if angle or size <= 0 or box.top != above or box.bottom != below:
                angle, size = self._setting(k)
                above, below = box.top, box.bottom
            if size > 0:
                origin_of(text, k, x, y)
                start, baseline, end = self._place(angle) if angle else (x.value, -y.value, box.right)
                top = baseline - _ASCENT_SHARE * size
                found[angle].append(Glyph(char, start, top, end, baseline + (1 - _ASCENT_SHARE) * size))
        return found

    def _setting(self, k: int) -> tuple[int, float]:
        """In which direction a character runs, and of what size it is."""
        matrix, box = self._matrix, self._box
        raw.FPDFText_GetMatrix(self._text, k, matrix)
        size = raw.FPDFText_GetFontSize(self._text, k) * math.hypot(matrix.c, matrix.d)
        if not matrix.b and matrix.a > 0:
            return 0, size or box.top - box.bottom
        angle = _TURN_DEGREES * round(math.degrees(math.atan2(matrix.b, matrix.a)) / _TURN_DEGREES)
        heights = [turned(x, y, angle)[1] for x in (box.left, box.right) for y in (box.bottom, box.top)]
        return angle, size or max(heights) - min(heights)

    def _characters(self) -> Iterator[tuple[int, str]]:
        """The characters with their numbers, without spaces and line breaks that the library guessed. A rare
        character comes as two surrogates, both in its cell: the first gives it, the second nothing."""
        text, code_of = self._text, raw.FPDFText_GetUnicode
        for k in range(self._count):
            code = code_of(text, k)
            if 0x2D < code < 0xAD or 0xAD < code < 0xD800:  # nearly all: nothing is to be asked of them
                yield k, chr(code)
                continue
            if (code <= 0x20 and raw.FPDFText_IsGenerated(text, k) == 1) or 0xDC00 <= code < 0xE000:
                continue
            if code in _HYPHENS and raw.FPDFText_IsHyphen(text, k) == 1:
                yield k, "-"
            elif 0xD800 <= code < 0xDC00:
                low = code_of(text, k + 1) if k + 1 < self._count else 0
                whole = 0x10000 + (code - 0xD800 << 10) + (low - 0xDC00)
                yield k, chr(whole if 0xDC00 <= low < 0xE000 else 0xFFFD)
            else:
                yield k, chr(code)

    def _place(self, angle: int) -> tuple[float, float, float]:
        """Where a character that is turned starts, its baseline, and where it ends."""
        box = self._box
        start, baseline = turned(self._x.value, self._y.value, angle)
        end = max(turned(x, y, angle)[0] for x in (box.left, box.right) for y in (box.bottom, box.top))
        return start, baseline, end


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page, turned so that text of that direction runs to the right. y counts downwards."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x * cosine + y * sine, x * sine - y * cosine
