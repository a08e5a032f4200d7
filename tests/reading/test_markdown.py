"""Markdown and front matter: the visible text, whole and in order, and the facts that stand above it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import Unreadable
from indexer.reading import markdown
from indexer.reading.source import Document, Facts, Source
from indexer.reading.text import split_front_matter
from indexer.report import Kind

T, H, P = Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, encoding: str = "utf-8", named: str = "") -> Document:
        path = tmp_path / "a.md"
        path.write_bytes(text.encode(encoding))
        (document,) = markdown.read(Source.of(path, named))
        return document

    return read


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


# -- blocks


def test_headings_paragraphs_and_the_title(read: Read) -> None:
    document = read("# 开局高分答卷\n\n导语一段。\n\n## 项目建设\n\n正文一段。\n\n# 另一章\n\n正文二段。\n")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (T, "开局高分答卷"),
        (P, "导语一段。"),
        (H, "项目建设"),
        (P, "正文一段。"),
        (H, "另一章"),
        (P, "正文二段。"),
    ]


def test_without_headings_the_first_line_is_the_title_as_in_a_text(read: Read) -> None:
    text = "关于召开会议的通知\n\n各部门：\n\n定于3月5日下午召开会议。请准时参加。\n"
    assert [block.kind for block in read(text).blocks] == [T, P, P]
    assert [block.kind for block in read(f"---\ntitle: 通知\n---\n{text}").blocks] == [P, P, P]


def test_wrapped_lines_are_joined(read: Read) -> None:
    text = "产业项目是提升地区\n发展质效的基石，\n与Hong Kong\nScience Park签约\n72个，In the\nbeginning.\n"
    assert texts(read(text)) == [
        "产业项目是提升地区发展质效的基石，与Hong Kong Science Park签约72个，In the beginning."
    ]


def test_a_line_that_the_author_broke_stands_apart(read: Read) -> None:
    assert texts(
        read("朝辞白帝彩云间，  \n千里江陵一日还。\\\n两岸猿声啼不住，<br>\n轻舟已过万重山。\n")
    ) == [
        "朝辞白帝彩云间，",
        "千里江陵一日还。",
        "两岸猿声啼不住，",
        "轻舟已过万重山。",
    ]


def test_lists_tables_quotations_and_fences(read: Read) -> None:
    text = (
        "- 甲项\n  续行\n  - 乙项\n\n1. 第一\n2. 第二\n\n   第二之二\n\n"
        "| 指标 | 2023年 |\n|---|---:|\n| 项目 | **72** |\n\n> 引用的话\n\n```py\nx = 1\n  y\n```\n"
    )
    assert texts(read(text)) == [
        *["甲项续行", "乙项", "1. 第一", "2. 第二", "第二之二"],
        *["指标　2023年", "项目　72", "引用的话", "x = 1\n  y"],
    ]


def test_an_indent_of_four_spaces_is_a_paragraph(read: Read) -> None:
    text = "# 题\n\n    产业项目是**基石**。\n\n　　第二段。\n"
    assert texts(read(text)) == ["题", "产业项目是基石。", "第二段。"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("新签约**亿元**以上*项目*~~50~~个", "新签约亿元以上项目50个"),
        ("见[实施方案](http://a.cn/b.pdf '附件')第`三`条", "见实施方案第三条"),
        ("![五峰山大桥](a.jpg)通车", "五峰山大桥通车"),
        ("前<!-- 注释 -->后", "前后"),
        ("前<b>加粗</b>后<span style='a'>文</span>", "前加粗后文"),
        ("3 &lt; 5 &amp; 2&nbsp;个", "3 < 5 & 2\xa0个"),
        (r"\*不是强调\*", "*不是强调*"),
        ("**重要：**请看附件", "重要：请看附件"),
        ("他说**“加速跑”**的目标", "他说“加速跑”的目标"),
        ("张**、李**", "张**、李**"),
        ("2 ** 3 与 4 ** 5", "2 ** 3 与 4 ** 5"),
        ("<https://a.cn/b>", "https://a.cn/b"),
        ("[一]和[二][三]", "[一]和[二][三]"),
    ],
)
def test_what_is_seen_of_a_line(read: Read, written: str, seen: str) -> None:
    assert texts(read(written)) == [seen]


def test_html_within_markdown(read: Read) -> None:
    text = (
        "<div align='center'>\n居中<br>两行\n</div>\n\n正文。\n\n<!-- 注释\n\n两段 -->\n\n"
        "<table><tr><td>甲</td><td>乙</td></tr></table>\n"
    )
    assert texts(read(text)) == ["居中", "两行", "正文。", "甲　乙"]


def test_other_encodings(read: Read) -> None:
    text = "# 开局高分答卷\n\n产业项目是提升地区高质量发展质效的基石。\n"
    for encoding, named in (("gb18030", ""), ("utf-16", ""), ("gb18030", "gbk")):
        assert texts(read(text, encoding, named)) == texts(read(text))


# -- front matter


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        ("title: 高分答卷\ndate: 2023-03-05", Facts("高分答卷", "2023-03-05")),
        ("标题: 高分答卷\n日期: 2023年3月5日\n来源: 镇江日报", Facts("高分答卷", "2023-03-05", "镇江日报")),
        ("authors: [崔宁华, 谈琪]", Facts(authors=("崔宁华", "谈琪"))),
        ("author: 记者 张三、李　四", Facts(authors=("张三", "李四"))),
        ("作者:\n  - John Smith\n  - 张三 李四光", Facts(authors=("John Smith", "张三", "李四光"))),
        ("文号: 国发〔2024〕5号\n版面: A03", Facts(number="国发〔2024〕5号", page="A03")),
        ("Title: 007\npage: 07", Facts("007", page="07")),
        ("title: 是\ndate: 2023-02-30\ntags: [甲, 乙]\ndraft: yes", Facts("是")),
        ("title:\n  en: a\ndate: [2023]\nsource: {a: b}\nauthor: {a: b}", Facts()),
        ("date: 2023-03-05T08:15:00+08:00", Facts(date="2023-03-05")),
        ("date: 2023-03", Facts(date="2023-03")),
    ],
)
@pytest.mark.parametrize("end", ["---", "..."])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_facts_above_a_text(written: str, facts: Facts, end: str, line: str) -> None:
    text = f"---\n{written}\n{end}\n正文\n---\n".replace("\n", line)
    assert split_front_matter(text) == (facts, "正文\n---\n".replace("\n", line))
    assert split_front_matter("\ufeff" + text)[0] == facts


@pytest.mark.parametrize(
    "text",
    [
        "正文",
        "",
        "---",
        "---\n---\n正文",
        "---\ntitle: 没有完",
        "---\n正文一\n---\n正文二",
        "---\n- 甲\n- 乙\n---\n",
        "---\ntitle: [甲\n---\n正文",
        "---\ntitle: a: b\n---\n正文",
        "---\n注意: 这不是我们认识的\n---\n正文",
        "----\ntitle: a\n----\n",
        "---\ntitle: \x07\n---\n",
        "---\ntitle: &a [*a]\n---\n",
        " ---\ntitle: a\n---\n",
        "---\n" + "[" * 20_000 + "\n---\n",
        "---\ntitle: a\n" + "# 注\n" * 20_000 + "---\n",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert split_front_matter(text) == (Facts(), text)


@pytest.mark.parametrize("merges", [True, False])
def test_aliases_do_not_multiply(merges: bool) -> None:
    opening, closing = ("{<<: [", "]}") if merges else ("[", "]")
    each = (f"a{i}: &a{i} {opening}{', '.join([f'*a{i - 1}'] * 9)}{closing}\n" for i in range(1, 30))
    bomb = "a0: &a0 {k: 笑}\n" + "".join(each)
    facts, rest = split_front_matter(f"---\n{bomb}title: 高分答卷\nauthors: *a29\n---\n正文")
    assert (facts, rest) == (Facts("高分答卷"), "正文")


def test_front_matter_of_a_markdown_file(read: Read) -> None:
    document = read("---\ntitle: 高分答卷\ndate: 2023/3/5\nlayout: post\n---\n\n# 高分答卷\n\n正文。\n")
    assert document.facts == Facts("高分答卷", "2023-03-05")
    assert texts(document) == ["高分答卷", "正文。"]


# -- anything at all

MARKS = [
    "# ",
    "- ",
    "1. ",
    "> ",
    "**",
    "*",
    "`",
    "```\n",
    "|",
    "---\n",
    "\n",
    "\n\n",
    "[",
    "](",
    ")",
    "<b>",
    "<!--",
]
SOUP = st.lists(st.sampled_from(MARKS) | st.text(max_size=6), max_size=40).map("".join)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | SOUP.map(lambda soup: soup.encode("utf-8", "replace")))
def test_any_bytes_end_as_a_document_or_as_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    try:
        found = list(markdown.read(Source.of(path)))
    except Unreadable:
        return
    assert all(block.text.strip() for document in found for block in document.blocks)


@pytest.mark.parametrize(
    "text", ["> " * 5000 + "深", "- " * 3000 + "深", "[" * 20_000, "*a " * 30_000, "<div>" * 3000 + "深"]
)
def test_what_is_built_to_be_slow_ends_and_nothing_is_lost(read: Read, text: str) -> None:
    assert "深" not in text or any("深" in one for one in texts(read(text)))


WORDS = st.text("产业项目建设经济工作，2023AB。“”", min_size=1, max_size=30).map(lambda text: f"始{text}终")
FORMS = {
    "paragraph": "{}",
    "heading": "## {}",
    "item": "- {}",
    "quotation": "> {}",
    "bold": "**{}**",
    "link": "[{}](http://a.cn)",
    "code": "`{}`",
    "fence": "```\n{}\n```",
    "cell": "| {} |\n|---|",
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(FORMS)), WORDS), min_size=1, max_size=12))
def test_the_text_of_any_markdown_comes_back_whole_and_in_order(
    tmp_path: Path, parts: list[tuple[str, str]]
) -> None:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(FORMS[form].format(text) for form, text in parts), encoding="utf-8")
    (document,) = markdown.read(Source.of(path))
    assert texts(document) == [text for _, text in parts]


def test_a_heading_has_the_level_of_its_marks(read: Read) -> None:
    found = read("# 港口年报\n\n## 现状\n\n上升。\n\n### 投资\n\n增加。\n").blocks
    assert [(block.kind, block.at.level) for block in found] == [(T, 1), (H, 2), (P, 0), (H, 3), (P, 0)]
