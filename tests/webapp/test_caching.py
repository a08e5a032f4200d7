"""What need not be sent again: 304 without a search, and static files that are asked for once."""

from __future__ import annotations

import os
import re
import shutil
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from flask import Flask

from indexer import Store, open_store
from webapp.api import DOCUMENT, PAGE
from webapp.app import create_app
from webapp.middleware.caching import static
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import Indexed

SEARCH = "/api/v1/search?q=%E7%BB%8F%E6%B5%8E"
PLACES = [
    SEARCH,
    "/api/v1/suggest?q=%E7%BB%8F",
    "/api/v1/trend?q=%E7%BB%8F%E6%B5%8E",
    "/api/v1/contexts?q=%E7%BB%8F%E6%B5%8E",
    "/api/v1/export?q=%E7%BB%8F%E6%B5%8E",
    "/",
    "/?q=%E7%BB%8F%E6%B5%8E",
    PAGE,
    DOCUMENT,
]


class Counting:
    """A store that notes what it is asked."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self._store, name)


@pytest.fixture
def counted(index: Path) -> tuple[FlaskClient, Counting]:
    """An app of its own, whose store counts."""
    store = Counting(open_store(index))
    return create_app(index, store=cast(Store, store)).test_client(), store


def tag(client: FlaskClient, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).headers["ETag"]


@pytest.mark.parametrize("path", PLACES)
def test_who_has_the_answer_gets_304_and_nothing_is_searched(
    counted: tuple[FlaskClient, Counting], path: str
) -> None:
    client, store = counted
    known = tag(client, path)
    assert known.startswith('W/"')
    store.asked.clear()
    for method in (client.get, client.head):
        again = method(path, headers={"If-None-Match": f'"other", {known}', "Accept-Encoding": "gzip"})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == known
        assert again.headers["Cache-Control"] == "private, no-cache"
        assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= set(again.headers["Vary"].split(", "))
    assert store.asked == ["version", "version"]


@pytest.mark.parametrize("known", ["*", '"other"', "W/other", ""])
def test_who_has_something_else_gets_the_answer(counted: tuple[FlaskClient, Counting], known: str) -> None:
    client, store = counted
    assert client.get(SEARCH, headers={"If-None-Match": known}).get_json()["total"] > 0
    assert "snapshot" in store.asked


def test_another_address_language_or_host_is_another_answer(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    tags = {
        tag(client, "/?q=a"),
        tag(client, "/?q=b"),
        tag(client, "/?q=a", **{"Accept-Language": "en"}),
        tag(client, "/?q=a", **{"Cookie": "lang=zh-Hant"}),
        tag(client, "/?q=a", **{"Host": "localhost:1234"}),
    }
    assert len(tags) == 5
    assert tag(client, "/?q=a") in tags


def test_a_commit_and_a_change_of_the_word_files_make_it_another_answer(
    tmp_path: Path, indexed: Indexed, index: Path
) -> None:
    folder = Path(shutil.copytree(index, tmp_path / "index"))
    client = create_app(folder).test_client()
    seen = [tag(client, SEARCH)]
    (tmp_path / "new.jsonl").write_text('{"id": "new", "paragraphs": ["经济"]}\n', "utf-8")
    indexed(folder, tmp_path / "new.jsonl")
    seen.append(tag(client, SEARCH))
    (folder / "synonyms.txt").write_text("经济 财经\n", "utf-8")
    seen.append(tag(client, SEARCH))
    assert len({*seen}) == 3
    for known in seen[:2]:
        assert client.get(SEARCH, headers={"If-None-Match": known}).status_code == 200


def test_another_process_gives_the_same_tags(index: Path, client: FlaskClient) -> None:
    assert tag(create_app(index).test_client(), SEARCH) == tag(client, SEARCH)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/api/v1/search", "/nothing"])
def test_probes_and_problems_are_never_kept(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.headers["Cache-Control"] == "no-store"
    assert "ETag" not in reply.headers


def test_who_shows_no_key_is_not_told_that_nothing_has_changed(index: Path) -> None:
    client = create_app(index, Settings(keys=("k" * 20,))).test_client()
    known = tag(client, SEARCH, Authorization=f"Bearer {'k' * 20}")
    assert client.get(SEARCH, headers={"If-None-Match": known}).status_code == 401


def test_an_index_that_is_not_there_is_told_and_not_kept(tmp_path: Path) -> None:
    reply = create_app(tmp_path / "index").test_client().get(SEARCH, headers={"If-None-Match": '"x"'})
    assert (reply.status_code, reply.headers["Cache-Control"]) == (503, "no-store")


def test_what_a_page_loads_is_kept_for_a_year_and_its_address_tells_its_content(client: FlaskClient) -> None:
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert linked
    for address in map(unescape, linked):
        with client.get(address) as reply:
            assert reply.status_code == 200
            assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_static_file_that_has_changed_is_not_kept_under_the_address_of_the_one_before(
    index: Path, tmp_path: Path
) -> None:
    app = create_app(index)
    app.static_folder = str(tmp_path)
    file, told = tmp_path / "a.css", []
    for moment, content in enumerate(("a", "b")):
        file.write_text(content, "utf-8")
        os.utime(file, (moment, moment))
        with app.test_request_context():
            address = static("a.css")
        with app.test_client().get(address) as reply:
            told.append(reply.headers["Cache-Control"])
    assert told == ["public, max-age=31536000, immutable", "no-cache"]


@pytest.mark.parametrize("address", ["/static/style.css", "/static/style.css?v=", "/static/style.css?v=000"])
def test_a_static_file_without_its_hash_is_asked_for_again(app: Flask, address: str) -> None:
    client = app.test_client()
    with client.get(address) as reply:
        assert reply.headers["Cache-Control"] == "no-cache"
        known = reply.headers["ETag"]
    with client.get(address, headers={"If-None-Match": known}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_static_file_that_is_not_there_is_not_kept(client: FlaskClient) -> None:
    reply = client.get("/static/nothing.css?v=000")
    assert (reply.status_code, reply.headers["Cache-Control"]) == (404, "no-store")
