"""What stands between paragraphs on printed pages: tables, footnotes, by-lines, notices; and their pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.reading.print import pdf
from indexer.reading.source import Document, Source
from indexer.report import Block, Kind
from tests.support.typeset import Setting, lines, typeset

ONE = "各港口单位要在汛期到来之前检查码头、仓库和道路，发现隐患立即整改，整改情况于月底前书面报告。"
TWO = "今年前三季度，全港完成货物吞吐量1.9亿吨，比去年同期增长7.4%，其中集装箱33.8万标箱，增长9.1%。"
THREE = "铁路支线通车以后，煤炭和矿石从船上直接装车，每列少用两个多小时，码头堆场也腾出了一半的地方。"


def wrapped(words: str, width: int, indent: int = 2) -> list[str]:
    """Lines of so many characters, two digits or Latin letters in one; no closing mark begins a line."""
    found, line, room = [], "\u3000" * indent, 2.0 * (width - indent)
    for char in words:
        takes = 1 if char.isascii() else 2
        if room < takes and char not in "，。、；：":
            found.append(line)
            line, room = "", 2.0 * width
        line += char
        room -= takes
    return [*found, line]


def blocks(path: Path) -> tuple[Block, ...]:
    (document,) = (one for one in pdf.read(Source.of(path)) if isinstance(one, Document))
    return document.blocks


def read(folder: Path, *pages: Sequence[Setting], drawing: str = "") -> list[str]:
    path = typeset(folder / "page.pdf", *pages, drawing=drawing)
    return [re.sub(r"\s", "", block.text) for block in blocks(path)]


def table(rows: Sequence[Sequence[str]], places: Sequence[float], y: float, step: float) -> list[Setting]:
    return [
        Setting(x, y - k * step, 10.5, cell)
        for k, row in enumerate(rows)
        for x, cell in zip(places, row, strict=True)
        if cell
    ]


FIGURES = [
    ("货类", "2022年", "2023年", "增减"),
    ("煤炭", "4120.6", "4388.1", "6.5%"),
    ("铁矿石", "2877.0", "2901.3", "0.8%"),
    ("集装箱（万标箱）", "41.7", "45.5", "9.1%"),
]


@pytest.mark.parametrize(("size", "step"), [(12, 20), (10.5, 16), (16, 28)])
def test_a_table_between_paragraphs(size: float, step: float, tmp_path: Path) -> None:
    width = int(450 / size)
    above, below = wrapped(ONE, width), wrapped(TWO, width)
    end = 780 - len(above) * step
    page = [*lines(above, 70, 780, size, step), *table(FIGURES, (70, 200, 300, 400), end, step)]
    page += lines(below, 70, end - 4 * step, size, step)
    assert read(tmp_path, page) == [ONE, *("".join(row) for row in FIGURES), TWO]


DUTIES = [
    ("部门", "职责"),
    ("港航事业发展中心", "负责泊位和航道的日常养护，汛期前完成疏浚，并把测量结果报送上级。"),
    ("海事处", "负责船舶进出港的安全监督。"),
    ("消防救援大队", "负责危险货物堆场的消防检查，每季度会同港口企业演练一次。"),
]


def cells(
    widths: Sequence[int], places: Sequence[float], size: float, step: float, white: float
) -> list[Setting]:
    found: list[Setting] = []
    y = 760.0
    for row in DUTIES:
        texts = [wrapped(cell, width, 0) for cell, width in zip(row, widths, strict=True)]
        found += [one for x, rows in zip(places, texts, strict=True) for one in lines(rows, x, y, size, step)]
        y -= step * max(map(len, texts)) + white
    return found


@pytest.mark.parametrize("white", [0, 5])
@pytest.mark.parametrize(("widths", "places"), [((5, 18), (80, 180)), ((6, 12), (60, 150))])
def test_cells_of_several_lines(
    widths: Sequence[int], places: Sequence[float], white: float, tmp_path: Path
) -> None:
    found = read(tmp_path, cells(widths, places, 12, 18, white))
    assert found == ["".join(row) for row in DUTIES]


def test_cells_that_are_drawn(tmp_path: Path) -> None:
    """Their texts touch, and the numbers stand in the middle of their rows: only the rules part them."""
    page = [Setting(61, 700, 10, "一"), *lines(["检查码头", "和仓库"], 75, 707, 10, 14)]
    page += [*lines(["港务公司", "调度室"], 116, 707, 10, 14), Setting(61, 660, 10, "二")]
    page += [*lines(["疏浚航道"], 75, 660, 10, 14), *lines(["航道局工", "程处"], 116, 667, 10, 14)]
    upright = "".join(f"{x} 640 m {x} 720 l S " for x in (60, 74, 115, 157))
    level = "".join(f"60 {y} m 157 {y} l S " for y in (640, 680, 720))
    assert read(tmp_path, page, drawing=upright + level) == [
        "一检查码头和仓库港务公司调度室",
        "二疏浚航道航道局工程处",
    ]


def test_a_page_of_smaller_type_tears_no_paragraphs(tmp_path: Path) -> None:
    small = [
        one
        for k in range(19)
        for one in (
            Setting(72, 783 - 27 * k, 10.5, str(k + 1)),
            *lines(["应当检查", "项"], 100, 790 - 27 * k, 10.5, 13.5),
            *lines([THREE[:32], ONE[-20:-1] + str(k)], 230, 790 - 27 * k, 10.5, 13.5),
        )
    ]
    page = lines([*wrapped(f"1.{ONE}", 36), *wrapped(f"2.{THREE}", 36)], 71, 760, 12, 23.4)
    assert read(tmp_path, page, small)[:2] == [f"1.{ONE}", f"2.{THREE}"]


@pytest.mark.parametrize(
    "note",
    [
        ["① 数据来自港口快报，年报为准。"],
        ["[1] 数据来自港口快报，年报为准。", "[2] 含转运。"],
        ["1 数据来自港口快报，其中外贸部分由海关提供，与年报的口径不同，使用时应当", "注意。", "2 含转运。"],
    ],
)
def test_a_paragraph_runs_past_footnotes(note: list[str], tmp_path: Path) -> None:
    whole = wrapped(ONE + TWO + THREE, 36)
    first = [*lines(whole[:3], 70, 200, 12, 20), *lines(note, 70, 100, 9, 13)]
    found = read(tmp_path, first, lines(whole[3:], 70, 780, 12, 20))
    assert found[0] == ONE + TWO + THREE
    assert "".join(found[1:]) == re.sub(r"\s", "", "".join(note))


@pytest.mark.parametrize("places", [(250, 310), (225, 300), (262, 316)])
def test_a_byline_over_the_gutter(places: tuple[float, float], tmp_path: Path) -> None:
    left, right = wrapped(ONE, 17) + wrapped(TWO, 17), wrapped(THREE, 17) + wrapped(ONE, 17)
    head = [Setting(170, 770, 26, "汛期前的码头检查"), Setting(places[0], 742, 12, "本报记者")]
    head += [Setting(places[1], 742, 12, "周海平")]
    found = read(tmp_path, [*head, *lines(left, 66, 716, 12, 18), *lines(right, 320, 716, 12, 18)])
    assert found == ["汛期前的码头检查", "本报记者周海平", ONE, TWO, THREE, ONE]


def test_a_notice_of_four_lines_is_four_blocks(tmp_path: Path) -> None:
    notice = [
        "市政府办公室关于做好港口防汛工作的通知",
        "各县、区人民政府，市政府各部门、各单位：",
        "现将《港口防汛工作方案》印发给你们，请认真执行",
        "2024年6月5日",
    ]
    path = typeset(tmp_path / "page.pdf", lines(notice, 90, 760, 15, 26))
    found = blocks(path)
    assert [block.text for block in found] == notice
    assert found[0].kind is Kind.TITLE


def test_every_block_knows_its_page(tmp_path: Path) -> None:
    page = table(FIGURES, (70, 200, 300, 400), 700, 20)
    path = typeset(
        tmp_path / "page.pdf", lines(wrapped(ONE, 36), 70, 780), page, lines(wrapped(TWO, 36), 70, 780)
    )
    assert [block.at.page for block in blocks(path)] == [1, 2, 2, 2, 2, 3]


@pytest.mark.parametrize("dots", [".", "…"])
@pytest.mark.parametrize(("size", "step", "white"), [(12, 18, 18), (16, 28, 28), (14, 24, 40)])
def test_a_heading_below_the_contents(
    dots: str, size: float, step: float, white: float, tmp_path: Path
) -> None:
    width = int(450 / size)
    entries = ["第一章\u3000总则", "第二章\u3000泊位与航道", "第三章\u3000附则"]
    leaders = dots * ((2 if dots == "." else 1) * (width - 13))
    page = [Setting(270, 740, size, "目\u3000录")]
    page += lines([f"{one}{leaders}{k}" for k, one in enumerate(entries, 1)], 72, 700, size, step)
    y = 700 - 2 * step - white
    page += [Setting(262, y, size, "第一章\u3000总则"), *lines(wrapped(ONE, width), 72, y - step, size, step)]
    found = read(tmp_path, page)
    assert found[-2:] == ["第一章总则", ONE]
    assert [
        text.startswith(one.replace("\u3000", "")) for text, one in zip(found[1:], entries, strict=False)
    ] == [True] * 3


CONTENTS = [
    (("第一章\u3000总则",), 1),
    (("第二章\u3000各港口单位在汛期到来之前检查码头、仓库、", "道路和堆场的职责分工"), 12),
    (("\u3000\u3000一、汛期之前的检查",), 12),
    (("\u3000\u3000二、汛期之内的值守",), 25),
    (("附件1\u3000泊位一览表",), 30),
    (("附件2\u3000航道一览表",), 31),
]


@pytest.mark.parametrize("leader", [".", "…", "·", "-", ". "])
@pytest.mark.parametrize(("size", "step", "hanging"), [(12, 18, 2), (14, 26, 0), (16, 28, 1)])
def test_entries_of_the_contents_are_blocks_however_many_lines_they_take(
    leader: str, size: float, step: float, hanging: int, tmp_path: Path
) -> None:
    page, y, width = [Setting(260, 790, size, "目\u3000录")], 760.0, 27
    for rows, number in CONTENTS:
        room = 2 * (width - len(rows[-1])) - (2 * hanging if len(rows) > 1 else 0) - 1
        wide = room // 2 if leader in "…·" else room // len(leader)
        last = f"{rows[-1]}{leader * wide}{number}"
        page += lines([*rows[:-1]], 70, y, size, step)
        y -= step * len(rows)
        page += lines([last], 70 + size * hanging * (len(rows) > 1), y + step, size, step)
    page += [Setting(240, y - step, size, "第一章\u3000总则")]
    page += lines(wrapped(ONE, width), 70, y - 2 * step, size, step)
    found = [re.sub(r"[.…·-]{3,}", "→", text) for text in read(tmp_path, page)]
    wanted = [f"{''.join(rows).replace(chr(0x3000), '')}→{number}" for rows, number in CONTENTS]
    assert found == ["目录", *wanted, "第一章总则", ONE]


@pytest.mark.parametrize("shift", [0.4, 1.5, 4.0])
def test_a_date_that_is_printed_over_itself_is_one(shift: float, tmp_path: Path) -> None:
    """As covers have it: in pieces, one of them twice, and not quite where it belongs."""
    page = [Setting(100, 700, 22, "披露日期："), Setting(210, 700, 22, "201"), Setting(249, 700, 22, "2")]
    page += [Setting(249 + shift, 700, 22, "2"), Setting(260 + shift, 700, 22, "年3月27日")]
    assert read(tmp_path, page) == ["披露日期：2012年3月27日"]
    assert "2012年3月27日" in blocks(tmp_path / "page.pdf")[0].text
