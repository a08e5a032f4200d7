"""A page of a PDF -> the rules that are drawn on it: they part the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float
from itertools import islice, pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.reading.print.runs import Rule

_MAX_PATHS = 5000
"""Of one page, that are looked at: a table has four for each of its cells."""
_MAX_SEGMENTS = 400  # of one path: a grid may be drawn in one go, and so may a map
_THIN_POINTS = 2.5
_MIN_POINTS = 6.0


def rules(page: pdfium.PdfPage) -> tuple[Rule, ...]:
    """The rules of a page that stands upright, heights counted downwards from its origin."""
    bare, kind_of = page.raw, raw.FPDFPageObj_GetType
    found = (raw.FPDFPage_GetObject(bare, k) for k in range(raw.FPDFPage_CountObjects(bare)))
    paths = (one for one in found if kind_of(one) == raw.FPDF_PAGEOBJ_PATH)
    return tuple(rule for one in islice(paths, _MAX_PATHS) for rule in _rules_of(one))


def _rules_of(path: Any) -> Iterator[Rule]:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    whole = Rule(left.value, -top.value, right.value, -bottom.value)
    if min(whole.right - whole.left, whole.bottom - whole.top) <= _THIN_POINTS:
        yield from _long(whole)
        return
    for (x, y), (next_x, next_y) in pairwise(_points(path)):
        if abs(y - next_y) <= _THIN_POINTS or abs(x - next_x) <= _THIN_POINTS:
            yield from _long(Rule(min(x, next_x), min(y, next_y), max(x, next_x), max(y, next_y)))


def _long(rule: Rule) -> Iterator[Rule]:
    if max(rule.right - rule.left, rule.bottom - rule.top) >= _MIN_POINTS:
        yield rule


def _points(path: Any) -> Iterator[tuple[float, float]]:
    """The corners of a path on the page."""
    matrix, x, y = raw.FS_MATRIX(), c_float(), c_float()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    for k in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, k), x, y)
        yield (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            -(matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
