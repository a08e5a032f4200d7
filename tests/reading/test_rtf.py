"""Rich text: what is seen of it, in whatever encoding; and no file that does harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import Noted, NotRead
from indexer.report import Kind, Report
from tests.support.office import FILES, HARBOUR, foreseen, named, outputs, ranks, reason, report, texts

_GAP = re.compile(r"^(第.条|（\d）|[一二三](?:、|\.1)) ")
"""Behind a number: LibreOffice always writes one."""


def escaped(text: str, encoding: str) -> str:
    r"""As old programs write it: \'bd\'ad."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def signed(char: str) -> int:
    """Its number, as a rule of 16 bits with a sign."""
    return ord(char) - 65536 if ord(char) > 32767 else ord(char)


HEAD = r"\ansi\ansicpg936{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}"


def rich(body: str, head: str = HEAD) -> bytes:
    return f"{{\\rtf1{head}{body}}}".encode("latin-1")


def test_what_libreoffice_wrote(tmp_path: Path) -> None:
    found = outputs(tmp_path / "a.rtf", (FILES / "harbour.rtf").read_bytes())
    assert [(kind, _GAP.sub(r"\1", text)) for kind, text in named(found)] == HARBOUR
    assert ranks(found) == [1, 2, 1, 1]


TEXT = "沿江码头岸线整治，朱镕基镇江㐂"
LATIN = r"\ansi\ansicpg1252"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (r"\f0 " + escaped(TEXT, "gb18030"), r"\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}"),
        (r"\f0 " + escaped(TEXT, "gb18030"), r"\ansi{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"),
        (escaped(TEXT, "gb18030"), r"\ansi\ansicpg936"),
        (r"\f0 " + escaped(TEXT, "gb18030"), r"\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Times;}}"),
        (escaped(TEXT, "gb18030"), r"\ansi"),
        (TEXT.encode("gb18030").decode("latin-1"), r"\ansi\ansicpg936"),
        (TEXT.encode("utf-8").decode("latin-1"), r"\ansi\ansicpg65001"),
        ("".join(f"\\u{ord(one)}?" for one in TEXT), LATIN),
        ("".join(f"\\u{signed(one)}\\'a1\\'f5" for one in TEXT), LATIN + r"\uc2"),
        ("".join(f"{{\\uc0\\u{ord(one)}}}" for one in TEXT), LATIN),
    ],
)
def test_encodings(body: str, head: str, tmp_path: Path) -> None:
    assert texts(outputs(tmp_path / "a.rtf", rich(body, head))) == [TEXT]


def test_big5_and_rare_characters(tmp_path: Path) -> None:
    big = r"\ansi\ansicpg950{\fonttbl{\f0\fcharset136 Ming;}}\f0 " + escaped("許功蓋沿江碼頭", "big5")
    assert texts(outputs(tmp_path / "a.rtf", rich(big, ""))) == ["許功蓋沿江碼頭"]
    assert texts(outputs(tmp_path / "a.rtf", rich(r"\u-10174?\u-8265?"))) == ["𠮷"]


def test_latin_beside_chinese(tmp_path: Path) -> None:
    r"""In a Latin font \'93 is a quotation mark, though it may begin a character in GBK."""
    body = r"\f1 \'93ok\'94 \f0 " + escaped("港口", "gbk") + r"\f1 caf\'e9"
    assert texts(outputs(tmp_path / "a.rtf", rich(body))) == ["“ok” 港口café"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (r"one\par two\line three\tab four", ["one", "two", "three\tfour"]),
        (r"kept {\v hidden}{\deleted gone}\v x\v0 too", ["kept too"]),
        (
            r"text{\header head}{\footer foot}{\*\annotation remark}{\info{\author me}}{\pict 89504e47}",
            ["text"],
        ),
        (r"text{\*\unknown{\b deep} x} more", ["text more"]),
        (
            r"see {\field{\*\fldinst HYPERLINK x}{\fldrslt here}} and {\field{\fldinst PAGE}{\fldrslt 7}}",
            ["see here and 7"],
        ),
        (r"{\field{\*\fldinst  EQ \\o\\ac(\u9675 o,8)}{\fldrslt }} is it", ["8 is it"]),
        (r"text{\super\chftn}{\footnote {\super\chftn} below}\par next", ["text", "next", "below"]),
        (r"a{\footnote\ftnalt end}b{\footnote foot}\par", ["ab", "foot", "end"]),
        (
            r"text{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt in a box\par}}{\shprslt in a box}}on\par",
            ["texton", "in a box"],
        ),
        (r"{\*\do{\dptxbxtext boxed\par}}text\par", ["text", "boxed"]),
        (
            r"{\listtext\pard\plain 1.\tab}one\par{\pntext\'b7\tab}two\par{\*\pn{\pntxta .}}three\par",
            ["1. one", "two", "three"],
        ),
        (r"\trowd\cellx1\cellx2\intbl left\cell right\cell\row\pard below\par", ["left　right", "below"]),
        (
            r"\trowd\intbl a\par b\cell c\cell\row\trowd\intbl d\cell\cell\row\pard e",
            ["a", "b", "c", "d", "e"],
        ),
        (
            r"\intbl a\cell\itap2 b\nestcell c\nestcell{\*\nesttableprops\nestrow}"
            r"{\nonesttables\par}\itap1\cell\row",
            ["a　b　c"],
        ),
        (r"{\object{\*\objdata 0105}{\result table}}", ["table"]),
        (r"{\*\bkmkstart x}a{\*\bkmkend x}\~b\_c\-d\{e\}\\", ["a\u00a0b-cd{e}\\"]),
        (r"a\bin3 }}}b", ["ab"]),
        ("a\\\nb\\par\r\nc\r\nd", ["a", "b", "cd"]),
        (r"\emdash\ldblquote x\rdblquote\bullet", ["—“x”•"]),
        (r"\uc1\u8212\emdash x", ["—x"]),
    ],
)
def test_what_is_seen(body: str, lines: list[str], tmp_path: Path) -> None:
    assert texts(outputs(tmp_path / "a.rtf", rich(body))) == lines


def test_styles_and_levels_name_the_blocks(tmp_path: Path) -> None:
    styles = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Title;}{\*\cs3 Title;}{\s4 "
        + escaped("标题 2", "gbk")
        + ";}}"
    )
    body = (
        styles + r"\pard\s2 Harbours\par\pard\s1 Present state\par\pard\s0 Twelve berths are in use.\par"
        r"\pard\s4 Cranes\par\pard\outlinelevel2 Depth\par\pard Eight metres are enough."
    )
    assert named(outputs(tmp_path / "a.rtf", rich(body))) == [
        (Kind.TITLE, "Harbours"),
        (Kind.HEADING, "Present state"),
        (Kind.PARAGRAPH, "Twelve berths are in use."),
        (Kind.HEADING, "Cranes"),
        (Kind.HEADING, "Depth"),
        (Kind.PARAGRAPH, "Eight metres are enough."),
    ]


def test_damaged_characters_are_told(tmp_path: Path) -> None:
    found = outputs(
        tmp_path / "a.rtf", rich(r"\f0 " + escaped("沿江码头", "gbk") + r"\'d6\par " + escaped("整治", "gbk"))
    )
    assert texts(found) == ["沿江码头\ufffd", "整治"]
    assert ["1 个字符" in one.reason for one in found if isinstance(one, Noted)] == [True]


def test_a_truncated_file_is_read_and_told(tmp_path: Path) -> None:
    data = (FILES / "harbour.rtf").read_bytes()
    found = outputs(tmp_path / "a.rtf", data[: len(data) // 2])
    assert "关于滨江码头改造的调查报告" in texts(found)
    assert ["断了" in one.reason for one in found if isinstance(one, Noted)] == [True]
    assert "断了" in reason(outputs(tmp_path / "a.rtf", data[:200]))


@pytest.mark.parametrize(
    "body",
    [
        "{" * 9_000,
        r"{\footnote " * 3000 + "x",
        r"{\shp{\*\shpinst{\shptxt " * 3000 + "x",
        r"\itap999999999\intbl x\cell" * 3000,
        r"{\field{\*\fldinst a}{\fldrslt " * 3000 + "x",
        r"\u999999999 \u-999999999 x",
        r"\bin999999999 x",
        r"x\bin-5 y",
        r"{\stylesheet{\s1\s1\s1" + "x" * 100_000,
        "x" + r"\'" * 20_000,
        "\\" * 50_000,
    ],
)
def test_hostile_files_end_soon(body: str, tmp_path: Path) -> None:
    for one in outputs(tmp_path / "a.rtf", rich(body)):
        assert isinstance(one, Report | NotRead)
        assert foreseen(one)


def test_too_deep_is_told(tmp_path: Path) -> None:
    assert "一层套一层" in reason(outputs(tmp_path / "a.rtf", rich("{" * 10_002)))


WORDS = [
    "\\par ",
    "\\cell ",
    "\\row",
    "\\intbl ",
    "\\itap3 ",
    "\\nestcell ",
    "\\nestrow ",
    "{",
    "}",
    "\\*",
    "\\pard ",
    "\\footnote ",
    "\\shptxt ",
    "\\field ",
    "\\fldinst ",
    "\\fldrslt ",
    "\\listtext ",
    "\\u8212 ",
    "\\'d6",
    "\\uc3 ",
    "\\v ",
    "\\f0 ",
    "\\fonttbl ",
    "\\stylesheet ",
    "\\s1 ",
    "\\info ",
    "\\title ",
    "x",
    "港".encode("gbk").decode("latin-1"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_words_end_as_a_document_or_a_reason(words: list[str], tmp_path: Path) -> None:
    for one in outputs(tmp_path / "a.rtf", rich("".join(words))):
        assert isinstance(one, Report | NotRead)
        assert foreseen(one)


def test_the_title_that_a_file_states_tells_which_line_it_is(tmp_path: Path) -> None:
    body = r"{\info{\title Harbours}{\author Me}}No. 7 of the year\par Harbours\par Twelve berths are in use."
    assert report(outputs(tmp_path / "a.rtf", rich(body))).title == "Harbours"
