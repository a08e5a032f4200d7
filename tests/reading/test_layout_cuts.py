"""Paragraphs that print cut: what heals them, and what keeps apart what only looks alike."""

from __future__ import annotations

import re

import pytest

from benchmarks.layout.setting import rows
from indexer.reading.layout.blocks import blocks
from indexer.reading.layout.flow import is_torn
from indexer.reading.layout.lines import is_page_line
from indexer.report import Kind

LONG = (
    "营商环境好不好，企业家的感受最直接、最深刻。丹徒高新园一直致力于打造市场化、法治化、国际化一流营商环境，"
    "从政策帮扶、政务服务、人才支持、园区建设等方面入手，不断释放改革集成效应，坚定不移地为项目建设提供服务。"
)
NEXT = "理念是行动的先导，在高新园这片土地上，从不缺少创新基因的铺陈与加持，省级工程技术中心新建了三家。"
THIRD = "高水平安全和保护是高质量发展的应有之义，推进高新园高质量发展必须守牢底线，全年执法检查七十三家企业。"


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def printed(*paragraphs: str, measure: int = 28, gap: str = "\n\n", indent: str = "") -> str:
    """Paragraphs in a column, indented by two characters whose spaces are lost unless they are given."""
    columns = []
    for paragraph in paragraphs:
        first, *others = rows(paragraph, measure, 4)
        columns.append("\n".join([indent + first, *others]))
    return "丹徒高新园全力打造一流营商环境\n\n" + gap.join(columns)


# -- by the words alone


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("使用破拆工具将前门破拆。当", "日21时50分，一男一女被救出。"),  # a word
        ("干净整洁的室内环境、舒", "适温馨的居住条件让人眼前一亮。"),
        ("在南开大学", "、兰州大学共同组建的中心"),  # marks no line begins with
        ("发挥了重要作用", "。公路和铁路也是如此"),
        ("合计占比提升至8.", "2%。潮玩保持增长"),  # numbers
        ("累计总投资达20", "24亿元"),
        ("收录于《李霁野文集》（九卷", "本）中的书信"),  # brackets
        ("所有党员都与内地（", "大陆）居民一样"),
        ("孔子学院将", "中文教育与农业培训相结合"),  # words that nothing ends or begins with
        ("校领导对代表们的发言进行", "了认真记录"),
        ("他们送来了这样的便民车，", "让他们把产品销售到社区"),
    ],
)
def test_words_and_marks_prove_a_cut(above: str, below: str) -> None:
    assert is_torn(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("靠前“拼”服务营造一流营商环境", "经开区党工委书记表示，成绩的取得是拼出来的。"),
        ("去年签约项目九个。", "日前，这些项目全部开工。"),
        ("他说：“物资非常好。“", "特朗普还补充说"),  # a wrong mark for a closing one
        ("报到时间：2024", "3.材料"),
        ("特斯拉采用Gemini", "OpenAI宣布"),
        ("这就是我们奋斗的目的", "各位代表"),  # a word that ends in 的
    ],
)
def test_neighbours_are_no_halves(above: str, below: str) -> None:
    assert not is_torn(above, below)


@pytest.mark.parametrize("at", [n for n in range(30, len(LONG) - 6, 4) if LONG[n - 1] != "。"])
def test_a_paragraph_on_a_line_cut_anywhere_in_a_sentence_is_whole(at: int) -> None:
    text = "\n\n".join(["优化营商环境", NEXT, LONG[:at], LONG[at:], THIRD])
    assert LONG in texts(text)


def test_a_text_that_never_ends_its_paragraphs_is_left_as_it_is() -> None:
    """Many such places and no proof among them: that is how it was written."""
    paragraphs = [f"第{n}，{LONG.rstrip('。')}" for n in "一二三四五六"]
    assert texts("\n\n".join(["工作要点", *paragraphs])) == ["工作要点", *paragraphs]


def test_a_list_of_long_items_keeps_its_items() -> None:
    items = [f"{n}. {NEXT.rstrip('。')}" for n in range(1, 4)]
    assert texts("\n\n".join(["工作要点", THIRD, *items, LONG])) == ["工作要点", THIRD, *items, LONG]


# -- by the measure


def test_every_foot_of_a_column_heals_where_the_next_line_has_no_indent() -> None:
    whole = printed(NEXT, LONG, THIRD)
    lines = whole.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("营商环境"))
    last = next(n for n, line in enumerate(lines) if line.startswith("高水平")) - 2
    for foot in range(first + 2, last - 1):
        cut = [*lines[: foot + 1], "", *lines[foot + 1 :]]
        assert texts("\n".join(cut))[1:] == [NEXT, LONG, THIRD], lines[foot]


def test_a_full_last_line_ends_its_paragraph_where_an_indent_follows() -> None:
    full = "尽管春寒料峭，在经开区金港大道上，奥特帕斯新能源科技有限公司车间里却是热火朝天。"
    assert len(rows(full, 28, 4)[-1]) == 14
    assert texts(printed(LONG, full, NEXT, THIRD))[1:] == [LONG, full, NEXT, THIRD]


def test_the_indent_that_is_left_tells_even_inside_a_sentence() -> None:
    caption = "图为市民在观看绚丽的无人机灯光秀表演。刘力鑫摄"
    text = printed(LONG, caption, NEXT, indent="\u3000\u3000")
    assert texts(text)[1:] == [LONG, caption, NEXT]


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_columns_without_blank_lines(indent: str) -> None:
    text = printed(LONG, NEXT, THIRD, LONG, gap="\n", indent=indent)
    assert texts(text)[1:] == [LONG, NEXT, THIRD, LONG]


def test_a_false_break_before_an_opening_quote() -> None:
    speech = NEXT.replace("在高新园这片土地上", "园区负责人说：“实现‘三上门’‘加速跑’，也是‘必选项’”")
    lines = printed(LONG, speech, THIRD).splitlines()
    at = [n for n, line in enumerate(lines) if line[0:1] in ("“", "‘")]
    for n in at:
        assert speech in texts("\n".join([*lines[:n], "", *lines[n:]]))


def test_a_margin_that_every_line_has_is_no_indent() -> None:
    plain = printed(LONG, NEXT, THIRD)
    moved = re.sub("(?m)^(?=.)", "        ", plain)
    assert blocks(moved) == blocks(plain)


def test_a_heading_in_a_narrow_box_is_one() -> None:
    text = (
        printed(LONG, NEXT, THIRD)
        + "\n\n一、十五五\n时期的主\n要目标\n\n靠前“拼”服\n务营造一流\n营商环境\n\n（崔宁华 谈琪）"
    )
    assert texts(text)[-3:] == ["一、十五五时期的主要目标", "靠前“拼”服务营造一流营商环境", "（崔宁华 谈琪）"]


# -- lines of the page

PAGE_LINES = [
    "A03 要闻 2023年3月5日 星期日",
    "A03",
    "第3版",
    "第三版 国际新闻",
    "06 要闻",
    "23 综合新闻",
    "2023年3月5日 星期日",
    "2023年3月5日星期日 第3版",
    "— 3 —",
    "- 12 -",
    "责任编辑：张明 社会 A03",
]
NO_PAGE_LINES = [
    "2024年3月5日",
    "镇江经开区",
    "第3版面的话",
    "A股",
    "G20",
    "5G",
    "72 个",
    "办公室",
    "1/3",
    "",
]


@pytest.mark.parametrize("line", PAGE_LINES)
def test_a_line_of_the_page_stands_alone(line: str) -> None:
    assert is_page_line(line)
    lines = printed(LONG, NEXT).splitlines()
    for gap in ("\n", "\n\n", "\n\f"):
        text = "\n".join(lines[:4]) + f"{gap}{line}{gap}" + "\n".join(lines[4:])
        upper = "".join(lines[2:4])
        assert texts(text)[1:] == [upper, line, LONG[len(upper) :], NEXT]
        assert blocks(text)[2].kind is Kind.CAPTION


@pytest.mark.parametrize("line", NO_PAGE_LINES)
def test_not_every_short_line_is_one_of_the_page(line: str) -> None:
    assert not is_page_line(line)


def test_the_title_is_below_the_line_of_the_page() -> None:
    found = blocks("A03 要闻 2023年3月5日 星期日\n\n" + printed(LONG, NEXT))
    assert [block.kind for block in found[:2]] == [Kind.CAPTION, Kind.TITLE]


def test_a_cut_between_two_pages_heals_where_no_line_of_the_page_stands() -> None:
    lines = printed(LONG, NEXT).splitlines()
    assert LONG in texts("\n".join(lines[:4]) + "\n\f" + "\n".join(lines[4:]))
