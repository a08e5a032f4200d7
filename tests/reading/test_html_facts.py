"""What web pages say about themselves, as sites and programs write it; and pages of several articles."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from indexer.reading.html import page as html
from indexer.reading.source import Document, Facts, Source

TITLE = "镇江港新码头投产"
TEXT = [f"{n}是新码头的{n}泊位，全年吞吐量比上年增长百分之十，货轮往来不断。" for n in "甲乙丙丁"]
Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(between: str, head: str = "", body: str = "") -> Document:
        text = body or f"<h1>{TITLE}</h1>{between}<div class='content'>{paragraphs(TEXT)}</div>"
        path = tmp_path / "a.html"
        page = (
            f"<html><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head><body>{text}</body></html>"
        )
        path.write_text(page, encoding="utf-8")
        (document,) = html.read(Source.of(path))
        return document

    return read


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：<a href='/s'>镇江晚报</a><a href='/j'>纠错</a>", "镇江晚报"),
        ("来源：<a>镇江晚报</a>\n<span>听新闻</span>", "镇江晚报"),
        ("来源：镇江晚报举报", "镇江晚报"),
        ("<span>来源：镇江丹徒</span><span>选稿：王某某</span>", "镇江丹徒"),
        ("<span>来源：镇江丹徒</span>\n  <span>值班主任：王某某</span>", "镇江丹徒"),
        ("来源：镇江丹徒组稿：王某某", "镇江丹徒"),
        ("来源：<a>新华社</a>－<a>镇江日报</a>", "新华社－镇江日报"),
        ("来源：镇江<b>晚报</b>", "镇江晚报"),
    ],
)
def test_a_source_ends_where_the_page_ends_it(read: Read, line: str, source: str) -> None:
    assert read(f"<div>2024-03-05　{line}</div>").facts.source == source


@pytest.mark.parametrize(
    "name",
    [
        "Discuz! Team and Comsenz UI Team",
        "name, email@site.com",
        "SITE.NET",
        "Your Name",
        "admin",
        "佚名",
        "管理员",
    ],
)
def test_programs_and_placeholders_are_no_authors(read: Read, name: str) -> None:
    stated = f"<meta name='author' content='{name}'>"
    assert read(f"<div>作者：{name.split()[-1]}</div>", stated).facts == Facts(TITLE)


@pytest.mark.parametrize(
    ("name", "authors"), [("王建军", ("王建军",)), ("王建军、李 敏", ("王建军", "李敏")), ("镇江发布", ())]
)
def test_an_author_may_have_a_name_of_one_word(read: Read, name: str, authors: tuple[str, ...]) -> None:
    assert read("", f"<meta name='author' content='{name}'>").facts.authors == authors


def test_a_page_of_wechat_is_published_by_its_account(read: Read) -> None:
    head = "<meta property='og:site_name' content='微信公众平台'><meta name='author' content='王建军'>"
    line = "<div><span>王建军</span><a id='js_name'> 镇江港务 </a><em>2024-03-05 18:30</em></div>"
    assert read(line, head).facts == Facts(TITLE, "2024-03-05", "镇江港务", ("王建军",))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("本报记者　王建军　李　敏", ("王建军", "李敏")),
        ("■ 本报首席记者 王建军 通讯员 李敏", ("王建军", "李敏")),
        ("本报记者在现场", ()),
        ("责任编辑 王建军", ()),
    ],
)
def test_reporters_in_a_line_of_their_own(read: Read, line: str, authors: tuple[str, ...]) -> None:
    assert read(f"<div>{line}</div><div>2024年03月05日</div>").facts.authors == authors


ROWS = [("发文机关", "镇江市人民政府"), ("成文日期", "2024年03月01日"), ("标题", "关于新码头的批复")]
ROWS += [("发文字号", "镇政复〔2024〕9号"), ("发布日期", "2024年03月05日"), ("主题分类", "交通")]
OFFICIAL = Facts(TITLE, "2024-03-01", "镇江市人民政府", number="镇政复〔2024〕9号")


def table(cells: str) -> str:
    rows = (f"{cells.format(*ROWS[i])}{cells.format(*ROWS[i + 1])}" for i in range(0, len(ROWS), 2))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@pytest.mark.parametrize(
    "told",
    [
        table("<td>{}：</td><td>{}</td>"),
        table("<th>{}</th><td>{}</td>"),
        table("<td><b>{}：</b><span>{}</span></td>"),
        "<dl>" + "".join(f"<dt>{label}：</dt><dd>{value}</dd>" for label, value in ROWS) + "</dl>",
        "<ul>" + "".join(f"<li>{label}：{value}</li>" for label, value in reversed(ROWS)) + "</ul>",
    ],
)
def test_the_table_above_an_official_document(read: Read, told: str) -> None:
    assert read(told).facts == OFFICIAL
    assert read(f"{told}<div>来源：中国镇江</div>").facts == OFFICIAL


def test_an_empty_cell_of_that_table_is_no_fact(read: Read) -> None:
    told = "<table><tr><td>发文机关：</td><td></td><td>成文日期：</td><td>2024年03月01日</td></tr></table>"
    assert read(told).facts == Facts(TITLE, "2024-03-01")


@pytest.mark.parametrize("holder", ["{}", "<section>{}</section>"])
def test_all_articles_of_a_page_are_read(read: Read, holder: str) -> None:
    articles = [[f"第{n}篇：{text}" for text in TEXT] for n in "一二三"]
    posts = "".join(
        holder.format(
            f"<article id='p{i}'><h2>第{i}篇</h2><div class='entry'>{paragraphs(texts)}</div></article>"
        )
        for i, texts in enumerate(articles)
    )
    comments = f"<div id='comments'><article><p>{'这条评论说的是别的事。' * 3}</p></article></div>"
    teaser = f"<aside><article><p>{'边栏里的摘要说的是别的事。' * 3}</p></article></aside>"
    found = [
        one.text
        for one in read("", body=f"<main class='comments-open'>{posts}</main>{comments}{teaser}").blocks
    ]
    assert [text for text in found if text.startswith("第") and "：" in text] == [*chain(*articles)]
    assert not any("别的事" in text for text in found)
