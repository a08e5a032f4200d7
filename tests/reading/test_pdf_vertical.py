"""PDF pages with vertical text: their columns are read from right to left, and a headline is one text."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from indexer.reading.print import pdf
from indexer.reading.print.runs import Glyph, PrintedPage
from indexer.reading.print.vertical import parted
from indexer.reading.source import Document, Source
from tests.support.typeset import Setting, lines, typeset

COLUMNS = [
    "\u3000\u3000沿江各港自開埠以來，貨物日",
    "增，碼頭不敷應用，商旅稱苦",
    "久矣。",
    "\u3000\u3000今歲本局會同各縣，疏浚航道，",
    "增築倉庫，又設鐵路支線，直達",
    "江岸，自此水陸相銜。",
]
PARAGRAPHS = [
    "沿江各港自開埠以來，貨物日增，碼頭不敷應用，商旅稱苦久矣。",
    "今歲本局會同各縣，疏浚航道，增築倉庫，又設鐵路支線，直達江岸，自此水陸相銜。",
]


def texts(path: Path) -> list[str]:
    (document,) = (one for one in pdf.read(Source.of(path)) if isinstance(one, Document))
    return [re.sub(r"\s", "", block.text) for block in document.blocks]


def place(column: int, row: int, text: str, size: float, pitch: float, down: bool) -> Setting:
    return Setting(510 - pitch * column, 780 - size * row, size, text, down)


def drawn(size: float, pitch: float) -> dict[str, list[Setting]]:
    """The columns as programs set them: whole, or character by character, by column or by line."""
    whole = [
        place(k, len(column) - len(column.lstrip("\u3000")), column.lstrip("\u3000"), size, pitch, True)
        for k, column in enumerate(COLUMNS)
    ]
    cells = {
        (k, row): place(k, row, char, size, pitch, False)
        for k, column in enumerate(COLUMNS)
        for row, char in enumerate(column)
        if char != "\u3000"
    }
    by_line = sorted(cells, key=lambda at: (at[1], at[0]))
    return {"whole": whole, "by column": list(cells.values()), "by line": [cells[at] for at in by_line]}


@pytest.mark.parametrize(
    ("way", "size", "pitch"),
    [(way, *kind) for way, kind in product(drawn(1, 1), [(14, 26), (10.5, 16), (22, 34)])],
)
def test_columns_are_read_from_right_to_left(way: str, size: float, pitch: float, tmp_path: Path) -> None:
    assert texts(typeset(tmp_path / "page.pdf", drawn(size, pitch)[way])) == PARAGRAPHS


LEFT = ["\u3000\u3000码头上的新泊位建成投产，", "第一艘货轮昨天靠港，船上装", "的是运往内地的设备。"]
RIGHT = ["\u3000\u3000铁路专用线同时开通，货物", "从船上直接装上火车，比从前", "少用两天时间。"]


@pytest.mark.parametrize(("size", "step"), [(20, 24), (26, 26), (18, 25)])
def test_a_vertical_headline_between_columns(size: float, step: float, tmp_path: Path) -> None:
    headline = [Setting(243, 690 - step * k, size, char) for k, char in enumerate("新泊位投产")]
    page = [*lines(LEFT, 60, 700), *headline, *lines(RIGHT, 290, 700)]
    found = texts(typeset(tmp_path / "page.pdf", page))
    wanted = ["码头上的新泊位建成投产，第一艘货轮昨天靠港，船上装的是运往内地的设备。"]
    wanted += ["铁路专用线同时开通，货物从船上直接装上火车，比从前少用两天时间。", "新泊位投产"]
    assert sorted(found) == sorted(wanted)


def test_a_column_of_single_characters_in_a_table_stays_in_its_rows() -> None:
    rows = [("一号泊位", "是", "已建成"), ("二号泊位", "否", "在建中"), ("三号泊位", "是", "已建成")]
    glyphs = tuple(
        Glyph(char, x + 10 * i, 15 * k, x + 10 * i + 10, 15 * k + 10)
        for k, row in enumerate(rows)
        for x, cell in zip((0, 80, 130), row, strict=True)
        for i, char in enumerate(cell)
    )
    page = PrintedPage(glyphs, 0, 800)
    assert parted(page) == [page]
