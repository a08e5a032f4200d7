"""Text objects -> characters, each with its box on the page. Pure.

A text says where its first character begins, and by how much each of the others stands to the right of the
one before (DeltaX) or below it (DeltaY). How wide a character is only its font knows: as wide as its step,
but no wider than characters of its kind are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from unicodedata import east_asian_width

from lxml.etree import _Element

from indexer.reading.ofd.matrix import Matrix, number, numbers, placed
from indexer.reading.print.runs import Glyph

_ASCENT_SHARE = 0.88  # of the size above the baseline, in Chinese fonts
_WIDE_SIZES, _NARROW_SIZES = 1.0, 0.5
_MOST_SIZES = 1.0
"""How wide a character may be, of the size of its font."""
_USUAL_MILLIMETRES = 3.5  # where a text does not tell its size, which it must
_MIN_POINTS = 0.1
_TURN_DEGREES = 5  # text within them runs in one direction
_LINE_ENDS = "\r\n\t"
"""What programs put around a text to make the XML look tidy."""


def glyphs(node: _Element, outer: Matrix) -> Iterator[tuple[int, Glyph]]:
    """The characters of a text object, each with the direction in which it runs, in degrees clockwise, and
    turned about the corner of the page so that it stands upright."""
    matrix, size = placed(node, outer), number(node, "Size", _USUAL_MILLIMETRES)
    if size * math.hypot(matrix.c, matrix.d) < _MIN_POINTS:
        return  # nobody sees it
    width = size * number(node, "HScale", 1.0)
    x = y = 0.0
    for code in node.iterchildren("{*}TextCode"):
        text = (code.text or "").strip(_LINE_ENDS)
        x, y = number(code, "X", x), number(code, "Y", y)
        across = _steps(code.get("DeltaX", ""), len(text))
        down = _steps(code.get("DeltaY", ""), len(text))
        for k, char in enumerate(text):
            told = across[k] if k < len(across) else None
            wide = _width(char, width, told)
            yield _set(char, matrix, (x, y), wide, size, number(node, "CharDirection"))
            x += told if told is not None else 0.0 if down else wide
            y += down[k] if k < len(down) else 0.0


def _steps(told: str, most: int) -> list[float]:
    """The steps from character to character: "g 3 4.5 6" stands for 4.5 4.5 4.5 6. Where some are missing,
    the last goes on."""
    words = iter(told.replace(",", " ").split()[: 3 * most])
    found: list[float] = []
    for word in words:
        if word == "g":
            times, step = [*numbers(f"{next(words, '')} {next(words, '')}"), 0.0, 0.0][:2]
            found += [step] * min(most, max(0, int(times)))
        else:
            found += numbers(word)
    return found[:most] + found[-1:] * (most - len(found))


def _width(char: str, size: float, step: float | None) -> float:
    usual = size * (_WIDE_SIZES if east_asian_width(char) in "WFA" else _NARROW_SIZES)
    if not step or step < 0:
        return usual
    if usual < size:  # narrow ones are of any width
        return step if step < _MOST_SIZES * size else usual
    return min(step, usual)


def _set(
    char: str, matrix: Matrix, at: tuple[float, float], width: float, size: float, turn: float
) -> tuple[int, Glyph]:
    own = math.degrees(math.atan2(matrix.b, matrix.a)) + turn
    angle = _TURN_DEGREES * round(own / _TURN_DEGREES) % 360
    left, baseline = turned(*matrix.at(*at), angle)
    size *= math.hypot(matrix.c, matrix.d)
    right = left + width * math.hypot(matrix.a, matrix.b)
    return angle, Glyph(
        char, left, baseline - _ASCENT_SHARE * size, right, baseline + (1 - _ASCENT_SHARE) * size
    )


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page, turned so that text of that direction runs to the right."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine
