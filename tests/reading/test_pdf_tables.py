"""Tables without rules whose cells nearly touch: row by row, whatever is left between the columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.reading.test_pdf_kinds import FIGURES, ONE, THREE, TWO, read, table, wrapped
from tests.support.typeset import Setting, lines

SUPPLIES = [
    ("物资名称", "数量", "存放地点", "负责单位"),
    ("编织袋", "12.5万条", "城东防汛仓库", "水利工程管理处"),
    ("块石", "3800立方", "谏壁闸管所堆场", "谏壁抽水站管理所"),
    ("救生衣", "1600件", "防汛物资中心仓库", "应急管理局救援科"),
]
DUTIES = [
    ("职务", "主要职责"),
    ("总指挥", "负责全市防汛工作的统一指挥和决策部署，签发抢险动员令"),
    ("副总指挥", "协助总指挥工作"),
    ("办公室主任", "负责值班值守、信息报送和会商准备，督促各单位落实责任"),
]
WORKS = [
    ("1", "高桥港整治", "拆除老闸一座，新建净宽八米的节制闸，两岸护坡", "五月底之前"),
    ("2", "险工段加固", "抛石护脚六百米", "六月中旬"),
    ("3", "堤顶道路", "铺设沥青路面四公里，增设会车平台九处", "汛前完成"),
]


PROSE_WIDTH = 10  # characters: a column of sentences, which begin at its left


def width(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def set_table(
    rows: Sequence[Sequence[str]], widths: Sequence[int], gap: float, y: float, size: float, share: float = 0
) -> tuple[list[Setting], float]:
    """Columns so many characters wide, with a gap of so many between them, and where the last line ends. Of
    the white in a cell a share stands on its left: 0.5 sets it in the middle, 1 on the right."""
    found: list[Setting] = []
    for row in rows:
        cells = [wrapped(cell, wide, 0) for cell, wide in zip(row, widths, strict=True)]
        x = 70.0
        for k, (own, wide) in enumerate(zip(cells, widths, strict=True)):
            for i, line in enumerate(own):
                white = (wide - width(line)) * (share if k and wide < PROSE_WIDTH else 0)
                found.append(Setting(x + size * white, y - 1.6 * size * i, size, line))
            x += size * (wide + gap)
        y -= 1.6 * size * max(map(len, cells))
    return found, y


@pytest.mark.parametrize(("gap", "size"), [(0.4, 10.5), (0.7, 14), (1.4, 10.5)])
@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize(
    ("rows", "widths"),
    [(SUPPLIES, (4, 4, 8, 8)), (DUTIES, (5, 18)), (WORKS, (2, 5, 12, 5))],
    ids=["supplies", "duties", "works"],
)
def test_cells_that_nearly_touch_are_read_row_by_row(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    share: float,
    size: float,
    gap: float,
    tmp_path: Path,
) -> None:
    above = wrapped(ONE, int(420 / size))
    page = lines(above, 70, 790, size, 1.6 * size)
    table, y = set_table(rows, widths, gap, 790 - 1.6 * size * len(above), size, share)
    page += [*table, *lines(wrapped(THREE, int(420 / size)), 70, y, size, 1.6 * size)]
    assert read(tmp_path, page) == [ONE, *("".join(row) for row in rows), THREE]


def side_by_side(
    texts: Sequence[str], wide: int, y: float, size: float, step: float
) -> tuple[list[Setting], float]:
    """Columns of prose so many characters wide, and where the longest ends."""
    columns = [wrapped(text, wide) for text in texts]
    found = [
        one for k, own in enumerate(columns) for one in lines(own, 60 + k * size * (wide + 2), y, size, step)
    ]
    return found, y - step * max(map(len, columns))


ABOVE = [ONE + THREE, THREE + TWO, TWO + ONE]
BELOW = [TWO + THREE, ONE + TWO + THREE, THREE + ONE]


@pytest.mark.parametrize("white", [0, 9])
@pytest.mark.parametrize("places", [(60, 180, 300, 420), (60, 150, 330, 440), (70, 240, 320, 400)])
@pytest.mark.parametrize(("size", "wide", "count"), [(10.5, 20, 2), (9, 24, 2), (10.5, 12, 3), (10.5, 13, 3)])
def test_a_table_between_columns_of_prose_is_read_row_by_row_after_those_above(
    size: float, wide: int, count: int, places: Sequence[float], white: float, tmp_path: Path
) -> None:
    """Its cells leave white where the columns of the prose do, so that these would go on through it."""
    page, y = side_by_side(ABOVE[:count], wide, 790, size, 1.6 * size)
    page += table(FIGURES, places, y - white, 1.6 * size)
    page += side_by_side(BELOW[:count], wide, y - 2 * white - 1.6 * size * len(FIGURES), size, 1.6 * size)[0]
    rows = ["".join(row) for row in FIGURES]
    assert read(tmp_path, page) == [*ABOVE[:count], *rows, *BELOW[:count]]


def test_a_table_in_one_column_takes_in_no_prose_beside_it(tmp_path: Path) -> None:
    beside = THREE + TWO + ONE + THREE + TWO
    page = [*lines(wrapped(ONE, 20), 60, 790, 10.5, 17), *lines(wrapped(beside, 20), 291, 790, 10.5, 17)]
    page += table(FIGURES, (60, 150, 195, 240), 731, 17)
    page += lines(wrapped(TWO, 20), 60, 655, 10.5, 17)
    assert beside in read(tmp_path, page)


@pytest.mark.parametrize("gap", [1.5, 3])
def test_indents_below_a_table_are_no_cells_of_it(gap: float, tmp_path: Path) -> None:
    """The first lines of paragraphs in two columns leave white below two of the table's strips."""
    page, y = side_by_side(ABOVE[:2], 20, 790, 10.5, 17)
    works, y = set_table(WORKS, (2, 6, 14, 6), gap, y, 10.5)
    page += [*works, *side_by_side(BELOW[:2], 20, y, 10.5, 17)[0]]
    assert read(tmp_path, page) == [*ABOVE[:2], *("".join(row) for row in WORKS), *BELOW[:2]]
