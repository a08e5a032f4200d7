"""Characters of a PDF that are laid invisibly over a picture, and those whose font does not tell them."""

from __future__ import annotations

import random
import re
import zlib
from pathlib import Path

import pytest

from indexer.errors import Noted, Unreadable
from indexer.reading.print import pdf
from indexer.reading.print.cmaps import with_whole_maps
from indexer.reading.print.legible import is_legible
from indexer.reading.source import Document, ReaderOutput, Source, Working
from tests.support.printing import joined, written
from tests.support.typeset import lines, typeset

DRAWN = "港一口岸"


def found_in(path: Path) -> list[ReaderOutput]:
    return [one for one in pdf.read(Source.of(path)) if not isinstance(one, Working)]


def text_of(path: Path) -> str:
    (document,) = (one for one in found_in(path) if isinstance(one, Document))
    return re.sub(r"\s", "", "".join(block.text for block in document.blocks))


def stream(content: str) -> str:
    return f"<</Length {len(content)}>>\nstream\n{content}\nendstream"


def laid_over(path: Path, *pieces: str) -> Path:
    """A page of text in a font that draws nothing, each piece of it set by itself, beside the one before."""
    names = "".join(f"<{0x61 + k:02x}> <{ord(char):04x}> " for k, char in enumerate(DRAWN))
    meaning = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(DRAWN)} beginbfchar {names}endbfchar endcmap end"
    )
    letters = "abcd"
    at, drawing = 50, ""
    for piece in pieces:
        code = "".join(letters[DRAWN.index(char)] for char in piece)
        drawing += f"BT 3 Tr /F 20 Tf 1 0 0 1 {at} 100 Tm ({code}) Tj ET\n"
        at += 20 * len(piece)
    return written(
        path,
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(drawing),
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 100"
        "/Widths[1000 1000 1000 1000]/Encoding<</Type/Encoding/Differences[97/a/b/c/d]>>"
        "/CharProcs<</a 7 0 R/b 7 0 R/c 7 0 R/d 7 0 R>>/ToUnicode 6 0 R>>",
        stream(meaning),
        stream("1000 0 0 0 0 0 d1"),
    )


@pytest.mark.parametrize("pieces", [["港口", "一", "岸口"], ["港", "一", "口", "岸"], ["一"] * 9])
def test_single_characters_laid_over_a_picture_are_kept(pieces: list[str], tmp_path: Path) -> None:
    assert text_of(laid_over(tmp_path / "scan.pdf", *pieces)) == "".join(pieces)


def numbered(path: Path, codes: list[int]) -> Path:
    """Three lines in a font that gives its drawings numbers and does not say what they mean."""
    drawing = "".join(
        f"BT /F 14 Tf 1 0 0 1 60 {700 - 24 * k} Tm <{''.join(f'{code:04x}' for code in codes)}> Tj ET\n"
        for k in range(3)
    )
    return written(
        path,
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(drawing),
        "<</Type/Font/Subtype/Type0/BaseFont/XYZABC+FangSong/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/XYZABC+FangSong/FontDescriptor 7 0 R/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        "<</Type/FontDescriptor/FontName/XYZABC+FangSong/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        "/Ascent 859/Descent -141/CapHeight 700/StemV 80>>",
    )


NUMBERS = {
    "a small part of a font": range(0x102, 0x2A0, 13),
    "a whole font": range(0x900, 0x6F00, 811),
    "rare characters": range(0x3500, 0x9E00, 1213),
    "the first of a font": range(36, 96),
}


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_numbers_of_drawings_are_no_text(numbers: range, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="字体没有说明它的字是什么"):
        found_in(numbered(tmp_path / "font.pdf", list(numbers)))


def test_the_pages_of_other_fonts_are_kept(tmp_path: Path) -> None:
    good = typeset(tmp_path / "good.pdf", lines(["港口货物吞吐量稳步增长，码头泊位陆续建成。"], 60, 700))
    bad = numbered(tmp_path / "bad.pdf", list(NUMBERS["a whole font"]))
    path = tmp_path / "both.pdf"
    path.write_bytes(joined(good.read_bytes(), bad.read_bytes(), good.read_bytes(), bad.read_bytes()))
    document, told = found_in(path)
    assert isinstance(document, Document)
    assert {block.text for block in document.blocks} == {"港口货物吞吐量稳步增长，码头泊位陆续建成。"}
    assert isinstance(told, Noted)
    assert told.place.endswith("第 2、4 页")
    assert "字体没有说明它的字是什么" in told.reason


REAL = {
    "Chinese": "港口货物吞吐量稳步增长，码头泊位陆续建成。",
    "traditional": "港口貨物吞吐量穩步增長，碼頭泊位陸續建成。",
    "Japanese": "港湾の貨物取扱量は着実に増加し、岸壁が次々に完成した。",
    "Korean": "항만 물동량이 꾸준히 증가하고 부두가 잇따라 완공되었다.",
    "Russian": "Грузооборот порта растёт, причалы вводятся один за другим.",
    "English": "Cargo throughput at the port is growing steadily.",
    "Vietnamese": "Sản lượng hàng hóa qua cảng tăng trưởng ổn định.",
    "Uyghur": "پورتنىڭ يۈك ئۆتكۈزۈش مىقدارى مۇقىم ئاشتى",
    "a table of figures": "2023 5,264.07 6.3% 171.29 (3.9) — 1,465.3 ± 0.2 / 12 * 7",
    "formulas": "设 α ≤ β，则 ∑xᵢ ≥ ∫f(x)dx，其中 x ∈ Ω。",
    "a programme": "if (a[i] < b) { x = f(a, b); return x + 1; }",
}


@pytest.mark.parametrize("text", REAL.values(), ids=REAL)
def test_real_text_is_legible(text: str) -> None:
    assert is_legible(text, lambda: 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_chance_writes_no_text(seed: int) -> None:
    codes = random.Random(seed).choices(range(0x300, 0x7000), k=60)
    assert not is_legible(map(chr, codes), lambda: 0.0)


def mapped(path: Path, *sections: str) -> Path:
    """A line of two drawings, <19ff> and <1a01>, in a font whose map of what they mean has these sections."""
    told = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) "
        "/Ordering (UCS)\n/Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    ) + "\n".join(sections)
    packed = zlib.compress(
        f"{told} endcmap CMapName currentdict /CMap defineresource pop end end".encode(), 1
    )
    meaning = f"<</Filter/FlateDecode/Length {len(packed)}>>\nstream\n{packed.decode('latin-1')}\nendstream"
    return written(
        path,
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream("BT /F 14 Tf 1 0 0 1 60 700 Tm <19ff1a011a0019ff1a011a0019ff1a011a00> Tj ET"),
        "<</Type/Font/Subtype/Type0/BaseFont/XYZABC+SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]"
        "/ToUnicode 8 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/XYZABC+SimSun/FontDescriptor 7 0 R/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        "<</Type/FontDescriptor/FontName/XYZABC+SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        "/Ascent 859/Descent -141/CapHeight 700/StemV 80>>",
        meaning,
    )


SPACE = "1 begincodespacerange <0000><FFFF> endcodespacerange"


@pytest.mark.parametrize(
    ("sections", "read"),
    [
        (["1 beginbfrange <19ff><1a01><4e09> endbfrange"], "三"),
        (["2 beginbfrange <19ff> <1a00> <4e00>\n<1a01><1a01><4e8c> endbfrange"], "一"),
        (["2 beginbfrange <0001><0002>[<1a01><1b01>] <19ff><1a01><4e00> endbfrange"], "一"),
        (["1 beginbfchar <0001><4e00> endbfchar", "1 beginbfrange <19ff><1aff><4e00> endbfrange"], "一"),
    ],
)
def test_a_range_beyond_a_byte_spoils_nothing(sections: list[str], read: str, tmp_path: Path) -> None:
    found = text_of(mapped(tmp_path / "printed by macOS.pdf", SPACE, *sections))
    assert found[:3] in (f"{read}{chr(ord(read) + 2)}{chr(ord(read) + 1)}", f"{read}二{chr(ord(read) + 1)}")


def test_what_needs_no_mending_is_left_as_it_is(tmp_path: Path) -> None:
    chars = "2 beginbfchar <0001> <0203> <0004> <0506> <0700> <0800> endbfchar"
    lists = "1 beginbfrange <1900><19ff>[<4e00><5100><6200>] endbfrange"
    for sections in [chars], [lists]:
        assert with_whole_maps(mapped(tmp_path / "good.pdf", SPACE, *sections).read_bytes()) is None
    assert with_whole_maps(b"stream\nx\x9cnothing that can be unpacked") is None
