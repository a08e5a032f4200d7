"""Pages say where text comes from, lead there and back, and narrow a search by several values."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.report import At, Block, Kind, Report
from indexer.whoosh_store import WhooshStore
from tests.support.printing import pages, written
from webapp.app import create_app
from webapp.pages.tree import folders

PLACES = [
    ("档案/2023", "甲报"),
    ("档案/2023/一季度", "乙报"),
    ("档案/2024", "甲报"),
    ("来信", ""),
    ("来信", "丙报"),
]


def report(number: int, folder: str, source: str, file: Path) -> Report:
    heading = Block(Kind.HEADING, "码头情况", At(page=3, level=1))
    text = Block(Kind.PARAGRAPH, f"港口第{number}期工程开工，编号{number * 7}。", At(page=3))
    title = Block(Kind.TITLE, f"第{number}期港口")
    blocks = (title, heading, text)
    return Report(
        f"r{number}", blocks, f"202{number % 10}", source, place=str(file), folder=folder, indexed=1
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = tmp_path_factory.mktemp("where")
    file = home / "年报.pdf"
    file.write_bytes(b"%PDF-1.4 ...")
    store = WhooshStore(home / "index")
    store.update([report(n, folder, source, file) for n, (folder, source) in enumerate(PLACES)])
    (home / "网页.pdf").write_text("<script>", encoding="utf-8")
    bad = report(9, "来信", "", home / "网页.pdf")
    store.update([bad])
    return create_app(home / "index").test_client()


def facet(page: str, name: str) -> dict[str, tuple[str, str, str]]:
    """The values of a facet: how many reports, the way in or back, the way without."""
    section = page.split(f'<h2 id="facet-{name}">', 1)[1].split("</section>", 1)[0]
    items = re.findall(r"<li[^>]*>(.*?)</li>", section, re.S)
    found = {}
    for item in items:
        (called,) = re.findall(r"<span[^>]*>(.*?)</span>", item)
        (number,) = re.findall(r"<small>(.*?)</small>", item)
        ways = [unescape(way) for way in re.findall('href="([^"]*)"', item)]
        found[called] = (number, ways[0], ways[1] if len(ways) > 1 else "")
    return found


def test_every_hit_says_where_it_comes_from_and_nothing_of_the_server(client: FlaskClient) -> None:
    page = client.get("/?q=港口").text
    assert page.count("年报.pdf") == len(PLACES)
    assert "档案 › 2023 › 一季度 › </span>年报.pdf" in page
    assert "/original/r1?shown=1#page=3" in page
    assert "码头情况</span>" in page
    assert "/where" not in page


def test_a_facet_takes_several_values_and_stays(client: FlaskClient) -> None:
    sources = facet(client.get("/?q=港口").text, "source")
    assert {name: number for name, (number, *_) in sources.items()} == {"甲报": "2", "乙报": "1", "丙报": "1"}
    one = client.get(sources["甲报"][1]).text
    assert facet(one, "source").keys() == sources.keys()
    both = client.get(facet(one, "source")["乙报"][1]).text
    assert "共 <strong>3</strong> 篇报告" in both
    assert facet(both, "source")["丙报"][0] == "1"
    assert "来源：乙报" in both
    alone = facet(both, "source")["甲报"][1]
    assert "共 <strong>1</strong> 篇报告" in client.get(alone).text


def test_a_value_can_be_left_out(client: FlaskClient) -> None:
    without = client.get(facet(client.get("/?q=港口").text, "source")["甲报"][2]).text
    assert "共 <strong>4</strong> 篇报告" in without
    assert "不含 甲报" in without
    assert facet(without, "source")["甲报"][2] == ""
    assert "共 <strong>6</strong> 篇报告" in client.get(facet(without, "source")["甲报"][1]).text


def test_folders_are_a_tree(client: FlaskClient) -> None:
    tree = facet(client.get("/?q=港口").text, "folder")
    told = {name: number for name, (number, *_) in tree.items()}
    assert told == {"来信": "3", "档案": "3", "2023": "2", "2024": "1", "一季度": "1"}
    assert parse_qs(urlsplit(tree["2023"][1]).query)["folder"] == ["档案/2023"]
    assert "共 <strong>2</strong> 篇报告" in client.get(tree["2023"][1]).text


def test_years_are_chosen_beside_a_span(client: FlaskClient) -> None:
    years = facet(client.get("/?q=港口&from=2021").text, "year")
    page = client.get(facet(client.get(years["2022年"][1]).text, "year")["2024年"][1]).text
    assert "共 <strong>2</strong> 篇报告" in page
    assert facet(page, "year").keys() >= {"2021年", "2022年", "2023年", "2024年"}


@pytest.mark.parametrize("written", ["2023年", "2023.1", "２０２３年１月"])
def test_a_page_takes_days_as_people_write_them(client: FlaskClient, written: str) -> None:
    assert client.get(f"/?q=港口&from={written}").status_code == 200
    assert client.get(f"/api/v1/search?q=港口&from={written}").status_code == 400


def test_a_span_turned_round_is_told(client: FlaskClient) -> None:
    page = client.get("/?q=港口&from=2024&to=2022年3月")
    assert (page.status_code, "从 2024 到 2022-03 是倒着的" in page.text) == (400, True)


def links(page: str, words: str) -> str:
    (found,) = re.findall(f'href="([^"]*)"[^>]*>{words}</a>', page)
    return unescape(found)


def test_the_way_back_leads_to_the_hit_and_on_to_the_next(client: FlaskClient) -> None:
    results = client.get("/?q=港口&sort=newest&limit=2&offset=2").text
    (link,) = re.findall('<li id="hit-3">.*?href="([^"]*)"', results, re.S)
    page = client.get(unescape(link)).text
    assert links(page, "返回检索结果") == f"/?q={quote('港口')}&limit=2&offset=2&sort=newest#hit-3"
    following = client.get(links(page, "下一篇结果"))
    assert following.status_code == 302
    beyond = client.get(following.location).text
    assert "offset=2&sort=newest#hit-4" in links(beyond, "返回检索结果")
    last = client.get(client.get(links(beyond, "下一篇结果")).location).text
    assert "offset=4" in links(last, "返回检索结果")
    assert client.get(following.location.replace("at=4", "at=1")).text.count("上一篇结果") == 0


@pytest.mark.parametrize("at", ["0", "7", "x", "99999999"])
def test_behind_the_last_result_are_the_results(client: FlaskClient, at: str) -> None:
    answer = client.get(f"/result?q=港口&at={at}")
    assert (answer.status_code, answer.location.startswith("/?q=")) == (302, True)


def test_only_a_true_pdf_is_shown_and_not_saved(client: FlaskClient) -> None:
    def sent(name: str) -> tuple[str | None, str]:
        answer = client.get(name, buffered=True)
        return answer.mimetype, answer.headers["Content-Disposition"].split(";")[0]

    assert sent("/original/r1?shown=1") == ("application/pdf", "inline")
    assert sent("/original/r1") == ("application/octet-stream", "attachment")
    assert sent("/original/r9?shown=1") == ("application/octet-stream", "attachment")


paths = st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=3).map("/".join)


@given(st.dictionaries(paths, st.integers(1, 9), min_size=1), st.lists(paths, max_size=2))
def test_a_tree_counts_every_report_in_all_folders_above_it(
    counts: dict[str, int], chosen: list[str]
) -> None:
    tree = folders(counts.items(), chosen)
    for one in tree:
        assert one.reports == sum(n for path, n in counts.items() if f"{path}/".startswith(f"{one.path}/"))
    shown = {one.path for one in tree}
    assert shown >= {*chosen, *counts}
    assert [one.path for one in tree] == sorted(shown, key=lambda path: path.split("/"))


@pytest.mark.slow
def test_a_page_of_a_pdf_is_a_picture_beside_its_text(tmp_path: Path) -> None:
    content = "BT /F 24 Tf 72 700 Td (Port 10) Tj ET"
    file = written(tmp_path / "年报.pdf", *pages(3, content))
    store = WhooshStore(tmp_path / "index")
    store.update([report(1, "档案", "", file), report(2, "档案", "", tmp_path / "无.pdf")])
    client = create_app(tmp_path / "index").test_client()
    page = client.get("/reports/r1?q=港口").text
    (link,) = re.findall('<img loading="lazy" src="([^"]*)"', page)
    assert link == f"/picture/3/r1?q={quote('港口')}"
    picture = client.get(link)
    assert (picture.status_code, picture.mimetype, picture.data[:4]) == (200, "image/png", b"\x89PNG")
    assert client.get(link, headers={"If-None-Match": picture.headers["ETag"]}).status_code == 304
    assert [client.get(f"/picture/{name}").status_code for name in ("9/r1", "1/r2", "1/nobody")] == [404] * 3


def test_however_many_folders_and_sources_there_are_a_page_stays_small(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path / "index")
    store.update(
        report(n, f"档案/第{n % 40}处室收发文件/第{n}号来往信函", f"第{n}期江北工作简报", tmp_path / "a.txt")
        for n in range(400)
    )
    client = create_app(tmp_path / "index").test_client()
    for chosen in "", "&folder=档案/第1处室收发文件&source=第1期江北工作简报|-第2期江北工作简报":
        page = client.get(f"/?q=港口 工程 开工 情况 编号{chosen}")
        assert (page.status_code, len(page.data) < 100_000) == (200, True)
