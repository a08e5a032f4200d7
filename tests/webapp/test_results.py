"""The results page: bars, reprints folded, pages, what narrows and how to undo it, what to take away."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer import Answer, Hit, Marked, Report, Reprints
from indexer.search.answer import Facets, Question, Totals
from tests.support.archive import RECORDS, write_archive
from tests.support.scan_store import ScanMatch
from webapp.addresses import changed, pattern
from webapp.app import create_app
from webapp.pages.histogram import HEIGHT, MAX_BARS, histogram
from webapp.pages.hits import stacked
from webapp.pages.links import paging

if TYPE_CHECKING:
    from tests.conftest import Indexed

EMPTY = Answer(
    query=Question(
        q="港口", read_as="港口", notes=(), terms=(), relaxed=False, did_you_mean=None, left_out=()
    ),
    total=0,
    totals=Totals(0, 0, None),
    took_ms=1.0,
    offset=0,
    limit=10,
    hits=(),
    apart=(),
    facets=Facets(),
    offers={},
)

months = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12))
dates = st.lists(months | months.map(lambda month: month[:4]), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def archive(indexed: Indexed, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("archive")
    return create_app(indexed(folder / "index", write_archive(folder)))


@pytest.fixture
def client(archive: Flask) -> FlaskClient:
    return archive.test_client()


def links(page: str, pattern: str) -> list[str]:
    found = map(unescape, re.findall('href="([^"]*)"', page))
    return [link for link in found if re.search(pattern, link)]


def asked(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query)


def found(days: list[str]) -> Answer:
    years = Counter(day[:4] for day in days)
    months = Counter(day[:7] for day in days if len(day) > 4)
    return replace(
        EMPTY,
        total=len(days) + 1,  # one of unknown date
        facets=Facets(year=tuple(sorted(years.items())), month=tuple(sorted(months.items()))),
    )


@given(dates)
def test_every_report_of_known_date_has_its_bar(days: list[str]) -> None:
    drawn = histogram(found(days))
    assume(drawn)
    assert drawn
    assert 2 <= len(drawn.bars) <= MAX_BARS
    assert sum(bar.reports for bar in drawn.bars) == len(days) + 1 - drawn.outside
    assert drawn.outside == 1 + (sum(len(day) == 4 for day in days) if drawn.by == "month" else 0)
    for bar in drawn.bars:
        assert bar.reports == sum(bar.first <= day[: len(bar.last)] <= bar.last for day in days)
        assert (bar.height > 0) == (bar.reports > 0)
        assert bar.height <= HEIGHT
    assert max(bar.height for bar in drawn.bars) == HEIGHT


@given(dates)
def test_bars_stand_side_by_side_without_a_gap_in_time(days: list[str]) -> None:
    drawn = histogram(found(days))
    assume(drawn)
    assert drawn
    for before, bar in zip(drawn.bars, drawn.bars[1:], strict=False):
        if drawn.by == "year":
            assert int(bar.first) == int(before.last) + 1
        else:
            (year, month), (later, following) = (map(int, one.first.split("-")) for one in (before, bar))
            assert later * 12 + following == year * 12 + month + 1


def test_the_last_bar_ends_with_the_last_year_held() -> None:
    drawn = histogram(found([str(year) for year in range(1954, 2027)]))
    assert drawn
    assert (drawn.bars[-2].last, drawn.bars[-1].first, drawn.bars[-1].last) == ("2025", "2026", "2026")


def test_months_where_they_are_few_else_years() -> None:
    few, many = histogram(found(["2020-01", "2024-12"])), histogram(found(["2020-01", "2025-01"]))
    assert few
    assert many
    assert (few.by, len(few.bars)) == ("month", 60)
    assert (many.by, len(many.bars)) == ("year", 6)
    assert histogram(found(["2020-01", "2020-01"])) is None
    assert histogram(EMPTY) is None


def hit(name: str, *reprints: str, same: int = 0) -> Hit:
    return Hit.of(ScanMatch(Report(name, ()), "literal"), Reprints(reprints, same), Marked("", ()), 1, ())


def test_reprints_are_folded_under_the_first_of_them() -> None:
    stacks = stacked([hit("a", "c", "x"), hit("b"), hit("c", "a", "x"), hit("d", "b")])
    names = [(one.hit.id, [other.id for other in one.others]) for one in stacks]
    assert names == [("a", ["c"]), ("b", ["d"])]
    assert [one.others_elsewhere for one in stacks] == [1, 0]


def test_those_of_the_very_same_text_are_told_from_other_reprints() -> None:
    (stack,) = stacked([hit("a", "b", "x", "c", "y", "z", same=2), hit("c", "a"), hit("b", "a", same=1)])
    assert [one.id for one in stack.same] == ["b"]
    assert [one.id for one in stack.others] == ["c"]
    assert (stack.same_elsewhere, stack.others_elsewhere) == (1, 2)


@given(st.integers(0, 400), st.integers(0, 60), st.integers(0, 450))
def test_pages_lead_everywhere_and_no_further(total: int, limit: int, offset: int) -> None:
    answer = replace(EMPTY, total=total, limit=limit, offset=offset)
    made = paging(answer, {"q": "港口", "offset": str(offset)})
    offsets = [int(asked(page.url).get("offset", ["0"])[0]) for page in made.pages if page.url]
    assert offsets == sorted(set(offsets))
    assert all(one < total and one % limit == 0 for one in offsets)
    assert bool(made.following) == (limit > 0 and offset + limit < total)
    assert bool(made.previous) == (offset > 0)
    assert sum(page.shown for page in made.pages) == bool(made.pages)


def test_a_bar_leads_to_the_reports_that_it_counts(client: FlaskClient) -> None:
    page = client.get("/?q=港口").text
    bars = re.findall(r'<a href="([^"]*)" aria-label="[^"]*" data-first[^>]* data-count="([0-9]+)"', page)
    assert len(bars) == 12
    for link, count in bars[:3]:
        narrowed = client.get(unescape(link)).text
        assert f"共 <strong>{count}</strong> 篇报告" in narrowed
        assert 'class="chips"' in narrowed


def test_facets_count_all_that_was_found(client: FlaskClient) -> None:
    page = client.get("/?q=港口&limit=1").text
    for source, count in Counter(str(one["source"]) for one in RECORDS).most_common(8):
        assert f'<span lang="zh">{source}</span> <small>{count}</small>' in page
    assert "还有 1 个" in page
    assert "<span>2023年</span>" not in page  # as all are of one year
    assert "<span>2023年7月</span>" in page
    years = client.get("/?q=港口 | 转载&limit=1").text
    assert "<span>2023年</span> <small>36</small>" in years
    assert "<span>2022年</span> <small>3</small>" in years


def test_each_filter_is_undone_by_itself(client: FlaskClient) -> None:
    page = client.get("/?q=港口&source=甲报&from=2023-07&to=2024&match=literal&limit=1&sort=oldest").text
    chips = re.findall('<li><span>([^<]*)</span>\\s*<a href="([^"]*)" aria-label="去掉条件', page)
    kept = {"source", "from", "to", "match"}
    without = {
        "来源：甲报": {"source"},
        "日期：2023年7月 – 2024年": {"from", "to"},
        "匹配：原文匹配": {"match"},
    }
    assert [text for text, _ in chips] == list(without)
    for text, link in chips:
        assert asked(unescape(link)).keys() == {"q", "limit", "sort"} | kept - without[text]
    everything = re.search('<li class="all"><a href="([^"]*)"', page)
    assert everything
    assert asked(unescape(everything[1])).keys() == {"q", "limit", "sort"}


def test_relaxed_matches_alone_have_a_way_back(client: FlaskClient) -> None:
    page = client.get("/?q=港口量子&match=relaxed").text
    assert "匹配：含有部分词" in page
    assert any(asked(link).keys() == {"q"} for link in links(page, r"^/\?"))


def test_reprints_on_a_page_are_folded_and_the_total_is_what_it_was(client: FlaskClient) -> None:
    page = client.get("/?q=转载一字不差").text
    assert "共 <strong>3</strong> 篇报告" in page
    assert "其中 2 篇转载收在同文之下" in page
    assert len(re.findall("<article>", page)) == 1
    under = page.split('<details class="under">')[1].split("</details>")[0]
    assert len(re.findall("/reports/", under)) == 2
    alone = client.get("/?q=转载一字不差&limit=1").text
    assert "另有 2 篇转载" in alone
    assert 'class="under"' not in alone


def test_everything_found_can_be_taken_away(client: FlaskClient) -> None:
    page = client.get("/?q=港口&source=甲报&limit=2&offset=2").text
    exports = links(page, "/api/v1/export")
    forms = ["csv", "jsonl", "md", "csv", "txt", "bib", "ris"]
    assert [asked(link)["format"] for link in exports] == [[form] for form in forms]
    kept = {"q", "source", "format"}
    for_people = {*kept, "headers"}
    assert [set(asked(link)) for link in exports] == [
        *(for_people, kept, kept, {*for_people, "text"}),
        *[kept] * 3,
    ]
    for path in ("/trend", "/contexts", "/feed.atom"):
        assert {tuple(asked(link)) for link in links(page, f"^{path}[?]")} == {("q", "source")}
    assert '<link rel="alternate" type="application/atom+xml"' in page


def test_the_json_of_a_page_has_what_the_page_has(client: FlaskClient) -> None:
    page = client.get("/?q=港口&limit=2&offset=2", headers={"Host": "localhost"}).text
    (link,) = set(links(page, "^/api/v1/search"))
    answer = json.loads(client.get(link).text)
    assert [unescape(one) for one in re.findall(r'<h2><a lang="zh" href="([^?]*)\?', page)] == [
        one["url"] for one in answer["hits"]
    ]
    assert sum(count for _, count in answer["facets"]["source"]) == answer["total"]
    command = re.search('<code id="curl">([^<]*)</code>', page)
    assert command
    assert shlex.split(unescape(command[1])) == ["curl", "http://localhost" + link]


def test_a_command_holds_whatever_was_typed(client: FlaskClient) -> None:
    typed = "港口 | '$(x)`&;"
    page = client.get("/", query_string={"q": typed}).text
    command = re.search('<code id="curl">([^<]*)</code>', page)
    assert command
    assert asked(shlex.split(unescape(command[1]))[1])["q"] == [typed]


def test_a_page_is_light(client: FlaskClient) -> None:
    page = client.get("/?q=港口")
    files = [unescape(one) for one in re.findall('(?:src|href)="(/static/[^"]*)"', page.text)]
    assert len(files) > 5
    weight = len(page.data)
    for file in {*files, "/static/shortcuts.js"}:  # which others import
        with client.get(file) as reply:
            weight += len(reply.data)
    assert weight < 100_000


@pytest.mark.parametrize(("limit", "shown"), [(0, 0), (7, 7), (50, 36)])
def test_any_number_of_results_may_be_on_a_page(client: FlaskClient, limit: int, shown: int) -> None:
    page = client.get(f"/?q=港口&limit={limit}").text
    assert "共 <strong>36</strong> 篇报告" in page
    assert page.count("<article>") == shown


def test_what_a_library_sentence_says_is_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = client.get("/?q=港口&limit=x&lang=en")
    assert page.status_code == 400
    assert '<html lang="en">' in page.text
    assert "limit" in page.text


@given(
    st.dictionaries(st.sampled_from(["q", "from", "to", "source"]), st.text("港 口%&(){}+s\0", min_size=1)),
    st.text("年-%&", min_size=1),
)
def test_a_pattern_that_is_filled_in_is_the_address_with_that_change(
    kept: dict[str, str], value: str
) -> None:
    filled = pattern("/", kept, "to", "from") % {"to": quote_plus(value), "from": "2024"}
    assert filled == changed("/", kept, to=value, **{"from": "2024"})
