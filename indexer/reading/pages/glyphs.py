"""What stands on a page: its characters, each with its box. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SAME_X, _SAME_Y = 0.4, 0.3
"""How far, as a share of its width and height, a character is moved where it is printed twice."""
_JOINED = "f—―…⋯"
_GARBAGE = 0.3  # share of the characters; a bullet or two of a symbol font is none


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character (rarely several, or a space) and the cell it is set in. Units are of the page's own
    (points or pixels), counted from its upper left corner. `bottom - top` is the size of the font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """The characters of one page in the order in which they were drawn, all of them upright. `top` and
    `bottom` are the page's edges. `asides` are characters that run in another direction (a stamp, a table
    set sideways), turned upright; each is a page of its own."""

    glyphs: tuple[Glyph, ...]
    top: float
    bottom: float
    asides: tuple[Page, ...] = ()


def printed_once(glyphs: Iterable[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs without those that repeat another in its place: bold faces that a font lacks, and shadows,
    are made by drawing a character twice."""
    kept: list[Glyph] = []
    near: defaultdict[tuple[str, int], list[Glyph]] = defaultdict(list)
    for one in glyphs:
        row = round(one.top / max(one.size, 1.0))
        if one.text.isspace() or not any(
            _is_same(one, other) for r in (row - 1, row, row + 1) for other in near.get((one.text, r), ())
        ):
            kept.append(one)
            near[one.text, row].append(one)
    return tuple(kept)


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Two characters that a font draws in one (ff, a long dash) share one cell, and are not printed twice."""
    ligature = one.text in _JOINED and (one.left, one.top) == (other.left, other.top)
    return (
        not ligature
        and abs(one.left - other.left) < _SAME_X * (one.right - one.left)
        and abs(one.top - other.top) < _SAME_Y * one.size
    )


def is_garbage(glyphs: Sequence[Glyph]) -> bool:
    """Whether the characters are not those that are seen: a font without a table of its characters yields
    private ones, controls or U+FFFD in their stead."""
    visible = [one.text for one in glyphs if not one.text.isspace()]
    unknown = sum(text == "\ufffd" or text < " " or "\ue000" <= text <= "\uf8ff" for text in visible)
    return unknown > _GARBAGE * len(visible)
