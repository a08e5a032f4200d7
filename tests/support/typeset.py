"""Pages set by hand, line by line: columns, tables and vertical text, without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.printing import written

_DESCENDANT = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    "/Supplement 2>>/FontDescriptor 7 0 R/DW 1000/W[1 95 500]>>"
)
_DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
    "/Ascent 859/Descent -141/CapHeight 700/StemV 80>>"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of text whose first character has its baseline there, in points, y counted upwards; `down`
    says that it runs downwards."""

    x: float
    y: float
    size: float
    text: str
    down: bool = False


def lines(rows: Sequence[str], x: float, y: float, size: float = 12, step: float = 18) -> list[Setting]:
    """Lines one below the other; an ideographic space at the beginning of one leaves its cell empty."""
    return [
        Setting(x + size * (len(row) - len(row.lstrip("\u3000"))), y - k * step, size, row.lstrip("\u3000"))
        for k, row in enumerate(rows)
    ]


def typeset(path: Path, *pages: Sequence[Setting], drawing: str = "") -> Path:
    """A PDF of these pages, A4, in a font whose digits and Latin letters are half as wide as a character;
    `drawing` is put on every page."""
    first = 8
    kids = " ".join(f"{first + 2 * k} 0 R" for k in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/MediaBox[0 0 595 842]/Count {len(pages)}/Kids[{kids}]"
        "/Resources<</Font<</H 3 0 R/V 4 0 R>>>>>>",
        *(_font(f"UniGB-UCS2-{way}") for way in "HV"),
        "null",
        _DESCENDANT,
        _DESCRIPTOR,
    ]
    for k, page in enumerate(pages):
        content = "\n".join([drawing, *map(_drawn, page)])
        objects += [
            f"<</Type/Page/Parent 2 0 R/Contents {first + 2 * k + 1} 0 R>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        ]
    return written(path, *objects)


def _font(encoding: str) -> str:
    return f"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{encoding}/DescendantFonts[6 0 R]>>"


def _drawn(one: Setting) -> str:
    face, code = "V" if one.down else "H", one.text.encode("utf-16-be").hex()
    return f"BT /{face} {one.size} Tf 1 0 0 1 {one.x:.2f} {one.y:.2f} Tm <{code}> Tj ET"
