"""Citations: what they say, and that nothing a report holds breaks out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer.errors import AskedWrongly
from indexer.report import Block, Kind, Report
from indexer.search.citation import STYLES, citation, cite
from tests.support.strategies import anything, pieces, reports

URL = "http://127.0.0.1:8000/reports/a"
NEWS = Report(
    id="a",
    blocks=(
        Block(Kind.KICKER, "镇江经开区"),
        Block(Kind.TITLE, "在高质量发展中\n争先进位"),
        Block(Kind.PARAGRAPH, "1. 增长 5% & *更快*"),
    ),
    date="2024-03-05",
    source="镇江日报",
    authors=("崔宁华", "谈琪", "邵畅", "李四"),
    page="A03",
)
ORDER = Report(
    id="b",
    blocks=(Block(Kind.TITLE, "关于某事的通知"), Block(Kind.PARAGRAPH, "一、内容")),
    date="2024",
    source="国务院",
    number="国发〔2024〕5号",
)
UNKNOWN = Report(id="c", blocks=(Block(Kind.PARAGRAPH, "无题之文"),))


def cited(report: Report, paragraph: int | None, style: str, url: str) -> str:
    return cite(report, paragraph, style, url, date(2024, 11, 26))


def plain(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


awkward = anything | pieces | st.text("\\`*_{}[]()<>#+-.!|&%$~^\"'\n\r\t\u2028 a1", max_size=20)
"""All that means something to BibTeX and to Markdown."""
titled = st.builds(
    lambda report, title, text, author: replace(
        report,
        blocks=(Block(Kind.TITLE, title), Block(Kind.PARAGRAPH, text)),
        authors=(*report.authors, author),
        source=report.source and author,
    ),
    reports,
    awkward,
    awkward.filter(lambda text: plain(text) != ""),
    awkward,
)


def test_a_newspaper_article_as_gb_t_7714_has_it() -> None:
    line = "崔宁华, 谈琪, 邵畅, 等. 在高质量发展中 争先进位[N]. 镇江日报, 2024-03-05(A03)"
    assert cited(NEWS, None, "text", URL) == f"{line}."
    assert cited(NEWS, 2, "text", URL) == f"{line}: 第2段."


def test_a_document_with_its_number_is_a_report() -> None:
    assert cited(ORDER, None, "text", "") == "关于某事的通知: 国发〔2024〕5号[R]. 国务院, 2024."


@pytest.mark.parametrize(
    ("title", "source", "date", "kind"),
    [
        ("一则消息", "新华社", "2024-03-05", "N"),
        ("一则消息", "镇江日报", "", "N"),
        ("政府工作报告（2024年）", "镇江市人民政府", "2024-01-10", "R"),
        ("某公司2023年年度报告", "某公司", "2024", "R"),
        ("一则消息", "", "2024-03-05", "R"),
        ("一则消息", "江海新闻网", "2024-03-05", "EB/OL"),
        ("一则消息", "Example.com", "", "EB/OL"),
        ("一则消息", "江海网·晚间新闻", "2024-03-05", "EB/OL"),
        ("江海市统计公报", "江海市统计局网站", "2024-03-05", "R/OL"),
    ],
)
def test_news_and_reports_are_told_apart(title: str, source: str, date: str, kind: str) -> None:
    report = Report(id="x", blocks=(Block(Kind.TITLE, title),), source=source, date=date)
    assert f"{title}[{kind}]." in cited(report, None, "text", "")


def test_a_page_of_the_web_has_the_day_on_which_it_was_read() -> None:
    page = replace(NEWS, authors=(), source="江海网", page="", place="/home/me/a.txt")
    line = "在高质量发展中 争先进位[EB/OL]. 江海网, 2024"
    assert cited(page, None, "text", URL) == f"{line}(2024-03-05)[2024-11-26]."
    assert cited(page, 2, "text", URL) == f"{line}: 第2段(2024-03-05)[2024-11-26]."
    undated = replace(page, date="", source="", place="/home/me/a.html", number="", page="")
    assert cited(replace(undated, source="江海发布", date="2024-03-05"), None, "text", "").endswith(
        "[EB/OL]. 江海发布, 2024(2024-03-05)[2024-11-26]."
    )
    assert "urldate = {2024-11-26}," in cited(page, None, "bibtex", URL)
    assert "Y2  - 2024/11/26/" in cited(page, None, "ris", URL).splitlines()


def test_ris_names_every_field() -> None:
    assert cited(NEWS, 2, "ris", URL).splitlines() == [
        "TY  - NEWS",
        "AU  - 崔宁华",
        "AU  - 谈琪",
        "AU  - 邵畅",
        "AU  - 李四",
        "TI  - 在高质量发展中 争先进位",
        "T2  - 镇江日报",
        "PY  - 2024",
        "DA  - 2024/03/05/",
        "SP  - A03",
        "N1  - 第2段",
        "ER  - ",
    ]
    short = cited(ORDER, None, "ris", "").splitlines()
    assert {"TY  - RPRT", "PB  - 国务院", "SN  - 国发〔2024〕5号", "DA  - 2024///"} <= set(short)


@pytest.mark.parametrize("report", [NEWS, ORDER, UNKNOWN, replace(NEWS, source="江海网", page="")])
def test_only_a_note_links_to_where_this_index_has_it(report: Report) -> None:
    told = citation(report, None, URL, date(2024, 11, 26))
    assert URL in told.markdown
    assert "http" not in told.text + told.bibtex + told.ris
    assert (told.id, told.paragraph) == (report.id, None)


@settings(max_examples=30, deadline=None)
@given(titled, st.sampled_from([None, 1]))
def test_every_line_of_ris_is_a_field(report: Report, paragraph: int | None) -> None:
    first, *fields, last = cited(report, paragraph, "ris", URL).split("\n")
    assert (first[:6], last) == ("TY  - ", "ER  - ")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*", line) for line in fields)


def test_what_is_not_known_is_left_out() -> None:
    assert cited(UNKNOWN, None, "text", "") == "（无标题）[R]."
    assert cited(UNKNOWN, 1, "text", "") == "（无标题）[R]. 第1段."
    assert cited(UNKNOWN, None, "markdown", "") == "（无标题）"
    assert cited(UNKNOWN, None, "bibtex", "").splitlines()[1:] == ["  title = {{（无标题）}},", "}"]


def test_bibtex_names_every_field() -> None:
    assert cited(NEWS, 2, "bibtex", URL).splitlines() == [
        "@article{zhenjiangribao20240305-" + cited(NEWS, None, "bibtex", "")[32:38] + "-p2,",
        "  author = {{崔宁华} and {谈琪} and {邵畅} and {李四}},",
        "  title = {{在高质量发展中 争先进位}},",
        "  journal = {镇江日报},",
        "  pages = {A03},",
        "  date = {2024-03-05},",
        "  note = {第2段},",
        "}",
    ]
    assert cited(ORDER, None, "bibtex", "").startswith("@techreport{guowuyuan2024-")


def test_markdown_quotes_the_paragraph() -> None:
    assert cited(NEWS, 2, "markdown", URL) == (
        "> 1\\. 增长 5% \\& \\*更快\\*\n>\n"
        f"> —— 崔宁华、谈琪、邵畅、李四，[在高质量发展中 争先进位]({URL})，"
        "镇江日报，2024-03-05，第A03版，第2段"
    )


@pytest.mark.parametrize("paragraph", [0, -1, 3])
@pytest.mark.parametrize("style", STYLES)
def test_a_paragraph_that_is_not_there_is_said(paragraph: int, style: str) -> None:
    with pytest.raises(AskedWrongly, match="共 2 段"):
        cited(NEWS, paragraph, style, "")


def test_an_unknown_style_is_said() -> None:
    with pytest.raises(AskedWrongly, match="text、bibtex、ris、markdown"):
        cited(NEWS, None, "apa", "")


@given(titled, st.sampled_from([None, 1]))
def test_the_line_stays_one_line(report: Report, paragraph: int | None) -> None:
    line = cited(report, paragraph, "text", URL)
    assert len(line.splitlines()) == 1
    assert plain(report.title) in line


@given(titled, st.sampled_from([None, 1]), awkward)
def test_no_field_of_bibtex_ends_early(report: Report, paragraph: int | None, url: str) -> None:
    entry = cited(report, paragraph, "bibtex", url)
    first, *fields, last = entry.split("\n")
    assert re.fullmatch(r"@[a-z]+\{[a-z0-9-]+,", first)
    assert last == "}"
    for line in fields:
        assert re.fullmatch(r"  [a-z]+ = \{.*\},", line)
        inner = line[line.index("=") + 3 : -2]
        depth = 0
        for char in inner:  # as BibTeX counts: a backslash before a brace changes nothing
            depth += (char == "{") - (char == "}")
            assert depth >= 0
        assert depth == 0
        if "url = " not in line:
            assert not re.search(r"(?<!\\)[%&#$_]", inner)


@given(titled, st.sampled_from([None, 1]), awkward)
def test_markdown_is_the_text_and_nothing_more(report: Report, paragraph: int | None, url: str) -> None:
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .enable("strikethrough")
        .parse(cited(report, paragraph, "markdown", url))
    )
    outside = [token.type for token in tokens if token.nesting >= 0 and token.type != "inline"]
    quoted = [] if paragraph is None else ["blockquote_open", "paragraph_open"]
    assert outside == [*quoted, "paragraph_open"]
    *texts, source = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in (*texts, source) for child in token.children or ()}
    assert kinds <= {"text", "text_special", "link_open", "link_close"}
    assert ["".join(c.content for c in token.children or ()) for token in texts] == (
        [] if paragraph is None else [plain(report.paragraphs[0].text)]
    )
    links = [child for child in source.children or () if child.type == "link_open"]
    assert len(links) == bool(url)
    if plain(report.title):
        assert plain(report.title) in "".join(child.content for child in source.children or ())
