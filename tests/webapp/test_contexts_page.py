"""The pages of contexts and of neighbours: what narrows them is shown and undone, and numbers are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer import MAX_CONTEXTS, Block, Kind, Report, open_store
from webapp.app import create_app

TEXTS = ["港口安全生产。", "新建港口安全投产。", "港口船舶进港。", "港口船舶出港。", "港口船舶停航。"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("contexts")
    with closing(open_store(folder)) as store:
        store.update(
            Report(
                f"r{number}",
                (Block(Kind.PARAGRAPH, text),),
                date=f"20{10 + number}",
                source="江海报" if number < 4 else "航运周刊",
            )
            for number, text in enumerate(TEXTS)
        )
        many = Block(Kind.PARAGRAPH, "码头" * (MAX_CONTEXTS + 1))
        store.update([Report("many", (many,))])
        yield create_app(folder, store=store).test_client()


def chips(page: str) -> dict[str, str]:
    """What the page is narrowed to, each with the address that undoes it."""
    found = re.findall(r'<li><span>([^<]*)</span>\s*<a href="([^"]*)"', page)
    return {unescape(what): unescape(address) for what, address in found}


@pytest.mark.parametrize("path", ["/contexts", "/neighbours"])
def test_filters_that_apply_are_shown_and_can_be_undone(reader: FlaskClient, path: str) -> None:
    page = reader.get(f"{path}?q=港口&source=江海报&from=2011").text
    found = chips(page)
    assert list(found) == ["来源：江海报", "日期：2011年起"]
    assert [unescape(address) for address in found.values()] == [
        f"{path}?q=%E6%B8%AF%E5%8F%A3&from=2011",
        f"{path}?q=%E6%B8%AF%E5%8F%A3&source=%E6%B1%9F%E6%B5%B7%E6%8A%A5",
    ]
    assert "共 3 处" in page
    assert 'name="source" value="江海报"' in page  # whoever asks for another word keeps them
    assert chips(reader.get(found["来源：江海报"]).text) == {"日期：2011年起": f"{path}?q=%E6%B8%AF%E5%8F%A3"}


def test_how_many_lines_there_are_is_said_or_that_it_is_not_known(reader: FlaskClient) -> None:
    assert "共 5 处" in reader.get("/contexts?q=港口").text
    page = reader.get("/contexts?q=码头").text
    assert "前 10,000 处，其后未统计" in page
    assert "共 " not in re.sub(r'data-\w+="[^"]*"', "", page)


def test_a_neighbour_leads_to_its_lines_and_back(reader: FlaskClient) -> None:
    page = reader.get("/neighbours?q=港口&left=0&right=1&sort=word").text
    rows = re.findall(r'<th scope="row" lang="zh"><a href="(.*?)">(.*?)</a></th><td>(\d+)', page)
    assert [(text, count) for _, text, count in rows] == [("安全", "2"), ("船舶", "3")]
    lines = reader.get(unescape(rows[1][0])).text
    assert lines.count("<li><span>") - len(chips(lines)) == 3
    assert chips(lines) == {"旁边有：船舶": "/contexts?q=%E6%B8%AF%E5%8F%A3"}


def test_lines_with_the_same_word_stand_together(reader: FlaskClient) -> None:
    page = reader.get("/contexts?q=港口&sort=right-count").text
    assert re.findall(r"<mark>港口</mark><span>(..)", page) == ["船舶"] * 3 + ["安全"] * 2


def test_the_endpoint_has_the_table_too(reader: FlaskClient) -> None:
    found = reader.get("/api/v1/collocates?q=港口&right=1&left=0&limit=1&sort=count").get_json()
    (one,) = found["collocates"]
    assert (one["text"], one["count"], found["total"], found["size"]) == ("船舶", 3, 2, 16)
    assert reader.get(one["url"]).get_json()["total"] == 3
    table = reader.get("/api/v1/collocates?q=港口&format=csv")
    assert table.text.startswith("\ufefftext,pinyin,count,left,right,frequency,likelihood,logdice,url")


def test_nothing_beside_and_nothing_found_say_so(reader: FlaskClient) -> None:
    assert "没有哪个词在旁边出现两处以上" in reader.get("/neighbours?q=港口&left=0&right=0").text
    assert "没有找到报告" in reader.get("/neighbours?q=魑魅").text
    assert reader.get("/neighbours").status_code == 200
    assert reader.get("/neighbours?q=港口&left=9").status_code == 400
