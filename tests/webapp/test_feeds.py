"""Any search as an Atom feed, and the description by which a browser adds the search: well-formed, always."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Block, Kind, Report, moment, open_store
from tests.support.harbour import HOSTILE, write_harbour
from tests.support.strategies import texts
from webapp.app import create_app

if TYPE_CHECKING:
    from tests.conftest import Indexed

ATOM = {"": "http://www.w3.org/2005/Atom"}
SEARCH = {"": "http://a9.com/-/spec/opensearch/1.1/"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def harbour(indexed: Indexed, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("harbour")
    return create_app(indexed(folder / "index", write_harbour(folder)))


@pytest.fixture
def client(harbour: Flask) -> FlaskClient:
    return harbour.test_client()


def feed(client: FlaskClient, host: str = "http://localhost", **query: str) -> ET.Element:
    response = client.get("/feed.atom", query_string=query, base_url=host)
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    return ET.fromstring(response.data)


def index_time(client: FlaskClient) -> int:
    """When all of it was indexed: in one second, or two."""
    with client.application.extensions["jianbao.store"].snapshot() as snapshot:
        return int(snapshot.holdings(1).latest[0].known.indexed)


def text_of(element: ET.Element, name: str) -> str:
    return element.findtext(name, namespaces=ATOM) or ""


def entries_of(found: ET.Element) -> list[bytes]:
    return [ET.tostring(one).strip() for one in found.findall("entry", ATOM)]


def test_a_feed_has_what_came_last_first_and_all_that_atom_demands(client: FlaskClient) -> None:
    found = feed(client, q="港口", source="江海报", limit="50")
    entries = found.findall("entry", ATOM)
    assert len(entries) == 50
    updated = [text_of(one, "updated") for one in entries]
    assert updated == sorted(updated, reverse=True)
    assert updated[0] == text_of(found, "updated") == moment(index_time(client))
    assert text_of(entries[0], "published") == "2024-12-15T12:00:00Z"
    for one in (found, *entries):
        assert TIME.fullmatch(text_of(one, "updated"))
        assert text_of(one, "id").startswith("urn:uuid:")
        assert text_of(one, "title")
        link = one.find("link[@rel='alternate']", ATOM)
        assert link is not None
        assert link.attrib["href"].startswith("http://localhost/")
    assert len({text_of(one, "id") for one in entries}) == 50
    assert found.findtext("author/name", namespaces=ATOM)
    summary = entries[0].find("summary", ATOM)
    assert summary is not None
    assert summary.attrib["type"] == "html"
    assert "<mark>港口</mark>" in (summary.text or "")


def test_a_feed_goes_on_from_page_to_page_and_each_is_as_long_as_one_of_results(client: FlaskClient) -> None:
    whole = feed(client, q="港口", source="江海报", limit="60")
    pages, following = [], "/feed.atom?q=港口&source=江海报"
    while following:
        pages.append(ET.fromstring(client.get(following).data))
        link = pages[-1].find("link[@rel='next']", ATOM)
        following = "" if link is None else link.attrib["href"].removeprefix("http://localhost")
    assert {len(one.findall("entry", ATOM)) for one in pages} == {10}
    assert len({text_of(one, "id") for one in pages}) == 1
    paged = [entry for one in pages for entry in entries_of(one)]
    assert paged == entries_of(whole)


def test_a_feed_by_relevance_has_one_page(client: FlaskClient) -> None:
    found = feed(client, q="港口", sort="relevance")
    assert len(found.findall("entry", ATOM)) == 10
    assert found.find("link[@rel='next']", ATOM) is None


def test_ids_do_not_come_from_the_host(client: FlaskClient) -> None:
    here, there = (feed(client, f"http://{host}", q="港口", limit="3") for host in ("localhost", "127.0.0.1"))
    assert [text_of(one, "id") for one in here.iter()] == [text_of(one, "id") for one in there.iter()]
    assert text_of(feed(client, q="码头"), "id") != text_of(here, "id")


def test_a_report_of_unknown_date_is_new_on_the_day_when_it_came(client: FlaskClient) -> None:
    (entry,) = feed(client, q="码头").findall("entry", ATOM)
    assert text_of(entry, "updated") == moment(index_time(client))
    assert text_of(entry, "published") == ""


def test_what_came_last_comes_first_however_old_it_is(tmp_path: Path) -> None:
    days = {"旧": ("1999", 1_800_000_000), "新": ("2024", 1_700_000_000), "无": ("2020", 0)}
    store = open_store(tmp_path)
    texts = (Block(Kind.PARAGRAPH, "港口"),)
    store.update([Report(name, texts, date=date, indexed=at) for name, (date, at) in days.items()])
    client = create_app(tmp_path, store=store).test_client()
    entries = feed(client, q="港口").findall("entry", ATOM)
    assert [text_of(one, "published")[:4] for one in entries] == ["1999", "2024", "2020"]
    assert [text_of(one, "updated")[:4] for one in entries] == ["2027", "2023", "1970"]
    first = feed(client, q="港口", limit="2").find("link[@rel='next']", ATOM)
    assert first is not None
    assert "offset=2" in first.attrib["href"]


def test_what_is_no_xml_is_left_out_and_what_is_markup_stays_text(client: FlaskClient) -> None:
    (entry,) = feed(client, q="码头").findall("entry", ATOM)
    assert text_of(entry, "title") == HOSTILE.replace("\x01", "").replace("\ufffe", "")
    summary = text_of(entry, "summary")
    assert "<mark>码头</mark>=1+1&lt;/title&gt;&lt;script&gt;" in summary
    assert "<script" not in summary


@settings(max_examples=30, deadline=None)
@given(q=(texts | st.text("<>&\"']\x00\x1f\ufffe\U0001ffff港", max_size=9)).filter(lambda q: q.strip()))
def test_xml_is_well_formed_whatever_is_asked(harbour: Flask, q: str) -> None:
    response = harbour.test_client().get("/feed.atom", query_string={"q": q, "limit": "1"})
    if response.status_code == 200:
        assert ET.fromstring(response.data).tag == "{http://www.w3.org/2005/Atom}feed"
    else:
        assert response.status_code == 400


def test_a_browser_can_add_the_search(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml", base_url="http://localhost:8080")
    assert response.mimetype == "application/opensearchdescription+xml"
    found = ET.fromstring(response.data)
    assert len(found.findtext("ShortName", namespaces=SEARCH) or "") <= 16
    urls = {one.attrib["type"]: one.attrib["template"] for one in found.findall("Url", SEARCH)}
    assert all(one.startswith("http://localhost:8080/") for one in urls.values())
    assert urls["text/html"] == "http://localhost:8080/?q={searchTerms}"
    for kind in ("text/html", "application/x-suggestions+json", "application/atom+xml"):
        path = urls[kind].removeprefix("http://localhost:8080").replace("{searchTerms}", "%E6%B8%AF")
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, kind)
    typed, offered = json.loads(client.get("/suggest.json?q=%E6%B8%AF").data)
    assert typed == "港"
    assert any("港口" in one for one in offered)


def test_nothing_asked_is_told(client: FlaskClient) -> None:
    assert client.get("/feed.atom").status_code == 400
