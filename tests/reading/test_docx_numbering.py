"""Automatic numbers: what every reader of a Word file sees before its paragraphs is in its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.reading.docx import reader as docx
from indexer.reading.docx.counting import written
from indexer.reading.source import Document, Source
from tests.support.word import paragraph, word_file


def texts(tmp_path: Path, content: bytes) -> list[str]:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    (document,) = docx.read(Source.of(path))
    assert isinstance(document, Document)
    return [block.text for block in document.blocks]


def level(at: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(name: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def instance(name: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def start(at: int, with_: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{with_}"/></w:lvlOverride>'


def item(text: str, at: int = 0, of: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


LAW = definition(
    0,
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCounting", "（%3）", more='<w:suff w:val="nothing"/>'),
)


def test_chapters_articles_and_items_are_numbered_as_word_shows_them(tmp_path: Path) -> None:
    body = (
        paragraph("港口管理条例")
        + item("总则")
        + item("为了加强港口管理，制定本条例。", 1)
        + item("本条例适用于全市的港口。", 1)
        + item("经营的港口；", 2)
        + item("在建的港口。", 2)
        + item("规划和建设")
        + item("港口应当按照规划建设。", 1)
        + item("码头的建设。", 2)
    )
    assert texts(tmp_path, word_file(body, LAW + instance(1, 0))) == [
        "港口管理条例",
        "第一章 总则",
        "第一条 为了加强港口管理，制定本条例。",
        "第二条 本条例适用于全市的港口。",
        "（一）经营的港口；",
        "（二）在建的港口。",
        "第二章 规划和建设",
        "第三条 港口应当按照规划建设。",
        "（一）码头的建设。",
    ]


def test_levels_are_written_together_and_begin_anew_below_a_higher_one(tmp_path: Path) -> None:
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(2, "lowerLetter", "%3)"),
        level(3, "decimal", "%1.%2.%4", more="<w:isLgl/>"),
    )
    body = "".join(item(f"港口的事{i}。", at) for i, at in enumerate([0, 1, 1, 2, 2, 0, 1, 2, 3]))
    assert texts(tmp_path, word_file(body, definition(0, *levels) + instance(1, 0))) == [
        "1. 港口的事0。",
        "1.1 港口的事1。",
        "1.2 港口的事2。",
        "a) 港口的事3。",
        "b) 港口的事4。",
        "2. 港口的事5。",
        "2.1 港口的事6。",
        "a) 港口的事7。",
        "2.1.1 港口的事8。",
    ]


def test_digits_are_wanted_where_a_level_says_so(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    body = item("港口。") + item("码头。", 1)
    found = texts(tmp_path, word_file(body, definition(0, *levels) + instance(1, 0)))
    assert found == ["一、 港口。", "1.1 码头。"]


def test_a_list_may_begin_anew_and_else_goes_on(tmp_path: Path) -> None:
    numbering = definition(0, level(0, "decimal", "%1、", start=5))
    numbering += instance(1, 0) + instance(2, 0, start(0, 1)) + instance(3, 0)
    body = "".join(item(f"港口的事{i}。", of=of) for i, of in enumerate([1, 1, 2, 2, 3]))
    assert texts(tmp_path, word_file(body, numbering)) == [
        "5、 港口的事0。",
        "6、 港口的事1。",
        "1、 港口的事2。",
        "2、 港口的事3。",
        "3、 港口的事4。",
    ]


def test_styles_number_their_paragraphs(tmp_path: Path) -> None:
    numbering = definition(
        0,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="h2"/>'),
    ) + instance(1, 0)
    styles = (
        '<w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
        '<w:style w:styleId="h3"><w:basedOn w:val="h1"/></w:style>'
    )
    body = (
        paragraph("港口。", '<w:pStyle w:val="h1"/>')
        + paragraph("码头。", '<w:pStyle w:val="h2"/>')
        + paragraph("航道。", '<w:pStyle w:val="h3"/><w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + paragraph("没有编号。", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = texts(tmp_path, word_file(body, numbering, styles))
    assert found == ["一、 港口。", "（一） 码头。", "（二） 航道。", "没有编号。"]


def test_a_definition_may_stand_under_the_name_of_a_style(tmp_path: Path) -> None:
    numbering = (
        definition(0, more='<w:numStyleLink w:val="mine"/>')
        + definition(1, level(0, "decimal", "%1)"), more='<w:styleLink w:val="mine"/>')
        + instance(1, 0)
        + instance(2, 1)
    )
    found = texts(tmp_path, word_file(item("港口。") + item("码头。", of=2), numbering))
    assert found == ["1) 港口。", "2) 码头。"]


def test_a_column_of_automatic_numbers_is_read_and_bullets_are_not(tmp_path: Path) -> None:
    numbering = definition(0, level(0, "decimal", "%1")) + instance(1, 0)
    numbering += definition(1, level(0, "bullet", "\uf0b7")) + instance(2, 1)
    numbering += definition(2, level(0, "bullet", "注：", more='<w:suff w:val="nothing"/>')) + instance(3, 2)
    row = f"<w:tr><w:tc>{item('')}</w:tc><w:tc>{paragraph('港口局')}</w:tc></w:tr>"
    body = f"<w:tbl>{row}{row}</w:tbl>" + item("码头已经投产。", of=2) + item("数据为初步核算。", of=3)
    assert texts(tmp_path, word_file(body, numbering)) == [
        "1　港口局",
        "2　港口局",
        "码头已经投产。",
        "注：数据为初步核算。",
    ]


def test_a_paragraph_that_was_struck_out_is_not_counted(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = (
        f'<w:p><w:pPr>{numbered}<w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>删去的。</w:delText></w:r></w:del></w:p>'
    )
    numbering = definition(0, level(0, "decimal", "%1.")) + instance(1, 0)
    found = texts(tmp_path, word_file(item("港口。") + gone + item("码头。"), numbering))
    assert found == ["1. 港口。", "2. 码头。"]


@pytest.mark.parametrize(
    "numbering",
    [
        definition(0) + instance(1, 0),
        instance(1, 7),
        definition(0, level(0, "decimal", "%1", start=10**9)) + instance(1, 9),
        definition(0, more='<w:numStyleLink w:val="mine"/>') + instance(1, 0),
        '<w:abstractNum w:abstractNumId="0"><w:lvl/></w:abstractNum>' + instance(1, 0),
    ],
)
def test_a_damaged_numbering_numbers_nothing(tmp_path: Path, numbering: str) -> None:
    assert texts(tmp_path, word_file(item("港口。"), numbering)) == ["港口。"]


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4000, "4000"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 999999, "999999"),
        ("decimalZero", 7, "07"),
        ("ordinal", 12, "12th"),
        ("hebrew1", 4, "4"),
    ],
)
def test_the_forms_of_a_number(form: str, number: int, text: str) -> None:
    assert written(number, form) == text
