"""Open documents: the finished text in its order, its numbers counted; and no file that does harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from indexer.errors import NotRead
from indexer.report import Kind, Report
from tests.support.office import FILES, HARBOUR, foreseen, named, outputs, ranks, reason, texts

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "meta": "meta",
    }.items()
)
LIST = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2">'
    '<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="space"/>'
    "</style:list-level-properties></text:list-level-style-number>"
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I"'
    ' style:num-suffix="." text:start-value="4"/></text:outline-style>'
)

L = 'text:style-name="L"'


def page(body: str, styles: str = "") -> bytes:
    """A document that is one page of XML."""
    held = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:document {NAMES}>{held}{text}</office:document>".encode()


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), data)
    return held.getvalue()


def item(*texts: str, attributes: str = "") -> str:
    held = "".join(one if one.startswith("<") else f"<text:p>{one}</text:p>" for one in texts)
    return f"<text:list-item {attributes}>{held}</text:list-item>"


def listed(*items: str, attributes: str = L) -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


@pytest.mark.parametrize("ending", ["odt", "fodt"])
def test_what_libreoffice_wrote(ending: str, tmp_path: Path) -> None:
    whole = outputs(tmp_path / f"a.{ending}", (FILES / f"harbour.{ending}").read_bytes())
    found = named(whole)
    assert ranks(whole) == [1, 2, 1, 1]
    expected = [(kind, text.replace("页码1", "页码0") if ending == "odt" else text) for kind, text in HARBOUR]
    assert found == expected


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (listed(item("甲。"), item("乙。")), ["一、甲。", "二、乙。"]),
        (
            listed(item("甲。", listed(item("乙。"), item("丙。"), attributes="")), item("丁。")),
            ["一、甲。", "一.1 乙。", "一.2 丙。", "二、丁。"],
        ),
        (listed(item("甲。", "同一项。")), ["一、甲。", "同一项。"]),
        (listed(item("甲。", attributes='text:start-value="7"'), item("乙。")), ["七、甲。", "八、乙。"]),
        (
            listed(item("甲。")) + "<text:p>之间。</text:p>" + listed(item("乙。")),
            ["一、甲。", "之间。", "一、乙。"],
        ),
        (
            listed(item("甲。")) + listed(item("乙。"), attributes=f'{L} text:continue-numbering="true"'),
            ["一、甲。", "二、乙。"],
        ),
        (
            listed(item("甲。"), attributes=f'{L} xml:id="x"')
            + listed(item("别。"))
            + listed(item("乙。"), attributes=f'{L} text:continue-list="x"'),
            ["一、甲。", "一、别。", "二、乙。"],
        ),
        (
            listed("<text:list-header><text:p>头。</text:p></text:list-header>", item("甲。")),
            ["头。", "一、甲。"],
        ),
        (listed(item(listed(item(listed(item("点。"), attributes="")), attributes=""))), ["点。"]),
        (
            '<text:h text:outline-level="1">甲</text:h><text:p>字。</text:p>'
            '<text:h text:outline-level="1">乙</text:h>'
            '<text:h text:outline-level="1" text:is-list-header="true">丙</text:h>',
            ["IV.甲", "字。", "V.乙", "丙"],
        ),
    ],
)
def test_numbers_are_counted(body: str, lines: list[str], tmp_path: Path) -> None:
    assert texts(outputs(tmp_path / "a.fodt", page(body, LIST))) == lines


HIDDEN = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<text:p>甲\n   乙<text:s text:c='2'/>丙<text:tab/>丁</text:p>", ["甲 乙  丙\t丁"]),
        ("<text:p>甲<text:span text:style-name='H'>看不见</text:span>乙</text:p>", ["甲乙"]),
        (
            "<text:section text:display='none'><text:p>看不见</text:p></text:section><text:p>甲</text:p>",
            ["甲"],
        ),
        ("<text:section><text:p>甲</text:p></text:section>", ["甲"]),
        (
            "<text:table-of-content><text:index-body><text:p>第一章</text:p></text:index-body></text:table-of-content>",
            ["第一章"],
        ),
        (
            "<text:p>甲<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation>"
            "<text:note-body><text:p>尾。</text:p></text:note-body></text:note>乙<text:note><text:note-body><text:p>脚。</text:p>"
            "</text:note-body></text:note></text:p>",
            ["甲乙", "脚。", "尾。"],
        ),
        (
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>年份</text:p></table:table-cell>"
            "<table:table-cell><text:p>吨</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>",
            ["年份　吨"],
        ),
        (
            "<text:p>甲<draw:a><draw:frame><draw:text-box><text:p>框里。</text:p></draw:text-box></draw:frame></draw:a>乙</text:p>",
            ["甲乙", "框里。"],
        ),
        (
            "<text:p>甲<draw:custom-shape><text:p>形里。</text:p></draw:custom-shape></text:p>",
            ["甲", "形里。"],
        ),
    ],
)
def test_what_is_seen(body: str, lines: list[str], tmp_path: Path) -> None:
    assert texts(outputs(tmp_path / "a.fodt", page(body, HIDDEN))) == lines


def test_styles_name_the_blocks(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="T"/>'
        '<style:style style:name="T" style:display-name="Title" style:family="paragraph"/>'
        '<style:style style:name="A" style:family="paragraph" style:parent-style-name="B"/>'
        '<style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>'
        '<style:style style:name="C" style:display-name="Caption" style:family="paragraph"/>'
    )
    body = (
        '<text:p>编号七</text:p><text:p text:style-name="P1">渔港整治方案</text:p>'
        '<text:p text:style-name="A">正文一句。</text:p>'
        '<text:h>进度</text:h><text:p text:style-name="C">图一</text:p>'
    )
    found = named(outputs(tmp_path / "a.fodt", page(body, styles)))
    assert found[1:] == [
        (Kind.TITLE, "渔港整治方案"),
        (Kind.PARAGRAPH, "正文一句。"),
        (Kind.HEADING, "进度"),
        (Kind.CAPTION, "图一"),
    ]


TEXT = page("<text:p>连夜加固江堤。</text:p>")
BOMB = b"<x>" + b" " * (20 << 20) + b"</x>"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "ODT"),
        (b"PK\x03\x04 broken", "ODT"),
        (packed(content_xml=b"<a"), "ODT"),
        (packed(other_xml=TEXT), "没有文字"),
        (packed(content_xml=page("").replace(b"office:text", b"office:spreadsheet")), "表格"),
        (packed(content_xml=BOMB), "远超"),
        (packed(**{"content_xml": TEXT, "META-INF__manifest_xml": b"<manifest:encryption-data/>"}), "密码"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str, tmp_path: Path) -> None:
    assert told in reason(outputs(tmp_path / "a.odt", data))


@pytest.mark.parametrize("tag", ["text:span", "text:section", "text:list", "draw:frame", "text:list-item"])
@pytest.mark.parametrize("depth", [80, 1000])
def test_deep_nesting_ends(tag: str, depth: int, tmp_path: Path) -> None:
    body = "<text:p>上。</text:p>" + f"<{tag}>" * depth + "<text:p>深处。</text:p>" + f"</{tag}>" * depth
    if tag == "text:span":
        body = f"<text:p>{body}</text:p>"
    for one in outputs(tmp_path / "a.fodt", page(body)):
        assert isinstance(one, Report) or (isinstance(one, NotRead) and foreseen(one))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    found = texts(outputs(tmp_path / "a.fodt", laughs + page("<text:p>甲&b;&c;乙</text:p>")))
    assert found == ["甲乙"]
