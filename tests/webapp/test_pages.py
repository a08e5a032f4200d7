"""The pages: what they say, that text stays text, and that links keep what was asked."""

from __future__ import annotations

import json
import logging
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer import Marked
from webapp.addresses import changed
from webapp.app import create_app
from webapp.pages.hits import marked

if TYPE_CHECKING:
    from tests.conftest import Indexed

SCRIPT = "<script>alert(1)</script>"


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall('href="([^"]*)"', page)]


def words(page: str) -> str:
    """What a reader sees: no tags, one space for every run of white space."""
    body = page.split("<body>")[1]
    return " ".join(unescape(re.sub("<[^>]*>", "", body)).split())


@pytest.fixture
def awkward(tmp_path: Path, indexed: Indexed) -> FlaskClient:
    """Reports whose text is HTML, whose id is an address, and enough of them for three pages."""
    records = [
        {"id": "/a//b?c#d&e%20", "title": f"{SCRIPT}甲", "paragraphs": [f"<b>粗</b>{SCRIPT}丙&amp;"]},
        {"id": "untitled", "paragraphs": ["无题之文"], "date": "2024-03", "source": "甲报"},
        *({"id": f"n{i}", "title": f"第{i}号", "paragraphs": ["连载"], "source": "乙报"} for i in range(25)),
    ]
    reports = tmp_path / "reports.jsonl"
    reports.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    return create_app(indexed(tmp_path / "index", reports)).test_client()


def test_home_says_how_many_reports_there_are(client: FlaskClient) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    assert "已收录 2 篇报告" in words(reply.text)
    assert '<html lang="zh-Hans">' in reply.text


def scripts_of_others(page: str) -> list[str]:
    """Scripts that are more than the address of a file of ours, and what runs without being one."""
    ours = re.sub(r'<script type="module" src="/static/[a-z_]+\.js(\?v=[0-9a-f]+)?"></script>', "", page)
    return re.findall(r"<script.*|\son[a-z]+=.*|javascript:.*", ours)


def test_nothing_comes_from_another_host_and_every_script_is_ours(client: FlaskClient) -> None:
    for path in ("/", "/?q=项目", "/?q=不会有的词", "/help", "/reports/none"):
        reply = client.get(path)
        assert scripts_of_others(reply.text) == []
        assert "style=" not in reply.text
        assert all(link.startswith(("/", "#", "?")) for link in links(reply.text))
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"


def test_the_frame_of_every_page_leads_to_help_and_to_the_other_languages(client: FlaskClient) -> None:
    for path in ("/", "/?q=项目&sort=newest", "/help", "/nothing"):
        page = client.get(path).text
        assert {"/help", "/api", "#content"} <= set(links(page))
        asked = urlsplit(path).query and f"{quote(urlsplit(path).query, safe='=&')}&"
        for code in ("zh-Hans", "zh-Hant", "en"):
            assert f"?{asked}lang={code}" in links(page)
        assert page.count('aria-current="true">简体中文</a>') == 1
        assert '<link rel="search" type="application/opensearchdescription+xml"' in page


def test_every_example_of_the_help_page_can_be_tried(client: FlaskClient) -> None:
    examples = [link for link in links(client.get("/help").text) if link.startswith("/?q=")]
    assert len(examples) > 15
    for link in examples:
        answer = client.get(link.replace("/?", "/api/v1/search?")).json
        assert answer
        assert answer["query"]["notes"] == []  # nothing in it was taken for a slip


def test_results_tell_how_each_keyword_matched(client: FlaskClient) -> None:
    seen = words(client.get("/?q=项目 下达到").text)
    assert "共 1 篇报告" in seen
    assert "项目 原文匹配 · 2 篇" in seen
    assert "下达到 原文匹配 · 1 篇" in seen


def test_how_the_query_was_read_is_said_only_where_it_differs(client: FlaskClient) -> None:
    assert "按此理解检索" not in client.get('/?q=项目  "企业"').text
    assert "按此理解检索：项目" in words(client.get("/?q=项目 项目").text)


def test_a_passage_links_to_its_paragraph_and_there_it_is_marked(client: FlaskClient) -> None:
    page = client.get("/?q=下达到企业&sort=newest").text
    link = next(link for link in links(page) if "#p" in link)
    parts = urlsplit(link)
    assert parse_qs(parts.query) == {"q": ["下达到企业"], "sort": ["newest"], "at": ["1"]}
    report = client.get(link).text
    paragraph = re.search(f'<p id="{parts.fragment}".*?</p>', report)
    assert paragraph
    assert re.search("<mark[^>]*>下达到企业</mark>", paragraph[0])
    back = next(link for link in links(report) if link.startswith("/?"))
    assert parse_qs(urlsplit(back).query) == {"q": ["下达到企业"], "sort": ["newest"]}
    assert f'id="{urlsplit(back).fragment}"' in client.get(back).text


def test_a_report_numbers_every_block_but_the_title(client: FlaskClient) -> None:
    link = next(link for link in links(client.get("/?q=争先进位").text) if link.startswith("/reports/"))
    page = client.get(link).text
    numbers = [int(number) for number in re.findall(' id="p([0-9]+)"', page)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"共 {len(numbers)} 段" in words(page)
    headline = page.replace("<wbr>", "")
    assert re.search("<h1[^>]*>在高质量发展中<mark[^>]*>争先进位</mark>展作为</h1>", headline)
    assert "崔宁华 谈琪 邵畅" in words(page)


def test_a_report_opened_by_itself_has_no_marks(client: FlaskClient) -> None:
    link = next(link for link in links(client.get("/?q=争先进位").text) if link.startswith("/reports/"))
    page = client.get(urlsplit(link).path)
    assert page.status_code == 200
    assert "<mark" not in page.text


def test_a_report_found_by_its_title_alone_shows_how_it_begins(client: FlaskClient) -> None:
    assert "项目工地上机器轰鸣" in words(client.get("/?q=争先进位").text)


def test_no_result_names_the_keyword_that_occurs_nowhere(client: FlaskClient) -> None:
    reply = client.get("/?q=“项目” “量子纠缠”")
    assert reply.status_code == 200
    assert "所有报告里都没有“量子纠缠”" in words(reply.text)
    assert "所有报告里都没有“项目”" not in words(reply.text)


def test_words_alone_are_labelled(client: FlaskClient) -> None:
    assert "按词匹配" in words(client.get("/?q=产业经济建设").text)
    assert "按词匹配" not in words(client.get("/?q=项目").text)


def test_text_that_is_html_stays_text(awkward: FlaskClient) -> None:
    for path in ("/?q=甲", f"/?q={SCRIPT}", f"/?q={SCRIPT}&source={SCRIPT}", f"/?q=x&limit={SCRIPT}"):
        page = awkward.get(path).text
        assert scripts_of_others(page) == []
        assert SCRIPT in words(page) or SCRIPT in unescape(page)
    report = next(link for link in links(awkward.get("/?q=丙").text) if link.startswith("/reports/"))
    page = awkward.get(report).text
    assert scripts_of_others(page) == []
    assert f"<b>粗</b>{SCRIPT}丙&amp;" in words(page)
    assert re.search("<mark[^>]*>丙</mark>", page)


def test_any_text_may_be_an_id(awkward: FlaskClient) -> None:
    hit = awkward.get("/api/v1/search?q=丙").json["hits"][0]  # type: ignore[index]
    assert hit["id"] == "/a//b?c#d&e%20"
    assert awkward.get(hit["url"]).status_code == 200
    found = awkward.get(f"/api/v1/reports/{quote(hit['id'], safe='')}").json
    assert found is not None
    assert (found["id"], found["url"]) == (hit["id"], hit["url"])


def test_what_is_not_known_is_not_shown(awkward: FlaskClient) -> None:
    seen = words(awkward.get("/?q=无题之文").text)
    assert "（无标题）" in seen
    assert "2024年3月" in seen
    assert "甲报" in seen
    assert "None" not in seen
    assert "（无标题）" in words(awkward.get("/reports/untitled").text)


def test_pages_turn_both_ways_and_keep_what_was_asked(awkward: FlaskClient) -> None:
    seen: list[str] = []
    path = "/?q=连载&sort=oldest&source=乙报"
    while True:
        page = awkward.get(path).text
        seen += re.findall("<h2><a[^>]*>(第[0-9]+号)", page)
        following = re.search('rel="next" href="([^"]*)"', page)
        if not following:
            break
        path = unescape(following[1])
    assert len(seen) == len(set(seen)) == 25
    previous = re.search('rel="prev" href="([^"]*)"', page)
    assert previous
    asked = parse_qs(urlsplit(unescape(previous[1])).query)
    assert asked == {"q": ["连载"], "sort": ["oldest"], "source": ["乙报"], "offset": ["10"]}
    assert "第 11–20 篇" in words(awkward.get(unescape(previous[1])).text)


def test_a_page_beyond_the_last_leads_back(awkward: FlaskClient) -> None:
    page = awkward.get("/?q=连载&offset=500").text
    assert "一共只有 25 篇" in words(page)
    assert f"/?q={quote('连载')}" in links(page)


def test_filters_are_shown_and_can_be_taken_away(awkward: FlaskClient) -> None:
    page = awkward.get("/?q=连载&source=甲报&from=2024").text
    assert "符合筛选条件的报告中没有匹配结果" in words(page)
    assert "来源：甲报" in words(page)
    assert "日期：2024年起" in words(page)
    assert '<input type="hidden" name="source" value="甲报">' in page
    assert f"/?q={quote('连载')}" in links(page)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/?q=", 400, "检索词是空的"),
        ("/?q=项目&limit=-1", 400, "limit"),
        ("/?q=项目&sort=best", 400, "sort"),
        ("/reports/nobody", 404, "没有编号为“nobody”的报告"),
        ("/nothing", 404, "没有这个页面"),
    ],
)
def test_what_goes_wrong_is_said_in_plain_words(
    client: FlaskClient, path: str, status: int, said: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.mimetype == "text/html"
    assert said in words(reply.text)
    assert 'role="search"' in reply.text


def test_a_page_without_an_index_names_the_command(tmp_path: Path) -> None:
    for path in ("/", "/?q=x", "/reports/x"):
        reply = create_app(tmp_path / "none").test_client().get(path)
        assert reply.status_code == 503
        assert "jianbao index" in words(reply.text)


def test_another_method_keeps_its_allow_header(client: FlaskClient) -> None:
    reply = client.post("/")
    assert reply.status_code == 405
    assert "GET" in reply.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/broken", "text/html"), ("/api/broken", "application/problem+json")]
)
def test_a_fault_of_ours_is_logged_and_keeps_its_secrets(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str, kind: str
) -> None:
    app: Flask = create_app(tmp_path)

    def broken() -> str:
        raise RuntimeError("a secret")

    app.add_url_rule(path, view_func=broken)
    with caplog.at_level(logging.ERROR):
        reply = app.test_client().get(path)
    assert reply.status_code == 500
    assert reply.mimetype == kind
    assert "secret" not in reply.text
    assert "RuntimeError: a secret" in caplog.text


@given(st.text(), st.lists(st.integers(0, 20), max_size=8, unique=True))
def test_a_marked_text_is_the_text_escaped_and_its_marks(text: str, edges: list[int]) -> None:
    edges = sorted({min(edge, len(text)) for edge in edges})
    marks = tuple(zip(edges[::2], edges[1::2], strict=False))
    shown = str(marked(Marked(text, marks)))
    assert unescape(re.sub("</?mark>", "", shown)) == text
    assert [unescape(one) for one in re.findall("<mark>(.*?)</mark>", shown, re.DOTALL)] == [
        text[start:end] for start, end in marks
    ]
    breaks = sorted({edge // 2 for edge in edges} | {*range(0, len(text), 3)})
    broken = str(marked(Marked(text, marks), breaks=breaks))
    assert broken.replace("<wbr>", "") == shown
    assert all("<wbr>" not in one for one in re.findall("<mark>(.{,10})</mark>", broken, re.DOTALL))
    numbered = re.sub(r'<mark id="m(\d+)">', r"<\1>", str(marked(Marked(text, marks), 7)))
    assert re.findall(r"<(\d+)>", numbered) == [str(number) for number in range(7, 7 + len(marks))]
    assert re.sub(r"<\d+>", "<mark>", numbered) == shown


@given(st.dictionaries(st.sampled_from(["q", "from", "source"]), st.text()))
def test_an_address_is_read_as_it_was_written(values: dict[str, str]) -> None:
    address = changed("/", values, offset=None, limit=20)
    assert dict(parse_qsl(urlsplit(address).query, keep_blank_values=True)) == {**values, "limit": "20"}
    assert address == f"/?{urlencode({**values, 'limit': 20})}"
    assert changed("/", values, **dict.fromkeys(values)) == "/"
