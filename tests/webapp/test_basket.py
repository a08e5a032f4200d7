"""Ticked reports: the page that shows them, the files they are taken away in, and the heads of tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from indexer import MAX_BUNDLED, Block, Kind, Report, open_store
from webapp.app import create_app


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("basket")
    with closing(open_store(folder)) as store:
        store.update(
            Report(
                f"r/{number}",
                (Block(Kind.TITLE, f"港口第{number}期"), Block(Kind.PARAGRAPH, f"第{number}批货轮靠港。")),
                date=f"2024-0{number}-05",
                source="江海日报",
            )
            for number in range(1, 5)
        )
        yield create_app(folder, store=store).test_client()


def heads(reader: FlaskClient, address: str, language: str = "zh-CN") -> list[str]:
    reply = reader.get(address, headers={"Accept-Language": language}, buffered=True)
    return next(csv.reader(StringIO(reply.text.removeprefix("\ufeff"), newline="")))


def test_every_hit_and_every_report_has_a_box(reader: FlaskClient) -> None:
    page = reader.get("/?q=港口&limit=2&passages=0").text
    boxes = re.findall(r'<input type="checkbox" name="id" value="(.*?)" form="basket"', page)
    assert len(boxes) == 2
    assert '<form id="basket" class="basket" action="/basket" method="get"' in page
    assert 'value="r/1" form="basket"' in reader.get("/reports/r%2F1").text


def test_the_basket_shows_what_the_address_says(reader: FlaskClient) -> None:
    page = reader.get("/basket?id=r/3&id=r/1&id=nobody&id=r/3").text
    assert re.findall(r'name="id" value="(.*?)" checked', page) == ["r/3", "r/1"]
    assert "有 1 篇已不在索引里" in page
    assert "在检索结果中勾选报告" in reader.get("/basket").text
    many = reader.get("/basket?" + "&".join(f"id={number}" for number in range(MAX_BUNDLED + 3))).text
    assert "另有 3 篇没有列出" in many


def test_ticked_reports_are_taken_away_as_one_file(reader: FlaskClient) -> None:
    reply = reader.get("/api/v1/bundle?id=r/3&id=r/1", buffered=True)
    assert reply.mimetype == "application/zip"
    names = ZipFile(BytesIO(reply.data)).namelist()
    assert names[:3] == ["全文/001 港口第3期.md", "全文/001 港口第3期.docx", "全文/002 港口第1期.md"]
    told = reader.get("/api/v1/bundle?id=r/3&format=txt", buffered=True).text
    assert told == "港口第3期[N]. 江海日报, 2024-03-05.\n"
    assert reader.get("/api/v1/bundle?id=r/3&id=nobody").status_code == 404
    assert reader.get("/api/v1/bundle").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/export?q=港口",
        "/api/v1/contexts?q=港口&format=csv",
        "/api/v1/collocates?q=港口&format=csv",
        "/api/v1/bundle?id=r/1&format=csv",
    ],
)
def test_the_heads_of_a_table_are_for_programs_or_for_people(reader: FlaskClient, address: str) -> None:
    machine, local = heads(reader, address), heads(reader, f"{address}&headers=local")
    english = heads(reader, f"{address}&headers=local", "en")
    assert all(re.fullmatch("[a-z_0-9]+", name) for name in machine)
    assert not any(re.fullmatch("[a-z_0-9]+", name) for name in local)
    assert all(re.fullmatch("[A-Za-z -]+[0-9]?", name) for name in english)
    assert len(machine) == len(set(local)) == len(set(english))


def test_questions_and_years_stay_as_they_are(reader: FlaskClient) -> None:
    found = heads(reader, "/api/v1/trend?q=港口&q=total&format=csv&headers=local")
    assert found == ["时段", "收录", "港口", "total"]
    assert heads(reader, "/api/v1/survey?q=港口&format=csv&headers=local")[-2:] == ["最晚", "2024"]
    assert heads(reader, "/api/v1/survey?q=港口&format=csv")[:2] == ["q", "total"]


def test_links_of_a_file_lead_to_the_reports(reader: FlaskClient) -> None:
    for address in ("/api/v1/export?q=港口", "/api/v1/contexts?q=港口&format=csv"):
        text = reader.get(address, buffered=True).text.removeprefix("\ufeff")
        urls = {row["url"] for row in csv.DictReader(StringIO(text, newline=""))}
        assert urls == {f"http://localhost/reports/r%2F{number}" for number in range(1, 5)}
