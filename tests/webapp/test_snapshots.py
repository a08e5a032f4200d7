"""One request, one snapshot: nothing that is answered mixes two commits, and the seam is crossed seldom."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

import pytest
from flask.testing import FlaskClient

from indexer import Block, Kind, Report, Store
from tests.support.scan_store import ScanStore
from webapp.app import create_app

TEXT = "港口集团昨天宣布，新建的集装箱码头一期工程已经通过竣工验收，设计年吞吐量一百二十万标准箱。"
NEWS = "港口今年新开航线三条，集装箱班轮每周多了两班，码头工人分三班作业，吞吐量又创了新高。"


def report(name: str, text: str) -> Report:
    return Report(name, (Block(Kind.TITLE, f"港口{name}"), Block(Kind.PARAGRAPH, text)), date="2024-03-05")


class Watched:
    """A store that notes what its snapshots are asked, and how many of them are open."""

    def __init__(self) -> None:
        self.store = ScanStore()
        self.store.update(
            [report("a", TEXT), report("b", TEXT), report("c", f"{TEXT}据本报"), report("d", NEWS)]
        )
        self.snapshots: list[WatchedSnapshot] = []

    def snapshot(self) -> AbstractContextManager[Any]:
        self.snapshots.append(WatchedSnapshot(self.store.snapshot()))
        return self.snapshots[-1]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


class WatchedSnapshot(AbstractContextManager[Any]):
    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.asked: list[str] = []
        self.state = "new"

    def __enter__(self) -> Any:
        self.state = "open"
        return self

    def __exit__(self, *_: object) -> None:
        self.state = "left"

    def __getattr__(self, name: str) -> Any:
        assert self.state == "open"
        self.asked.append(name)
        return getattr(self._inner, name)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def client(watched: Watched) -> FlaskClient:
    return create_app("no index", store=cast(Store, watched)).test_client()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/?q=港口", 4),
        ("/?q=港口码头量子", 4),
        ("/reports/a?q=港口", 4),
        ("/cite/a", 1),
        ("/trend?q=港口&q=码头", 3),
        ("/contexts?q=港口", 2),
        ("/feed.atom?q=港口", 4),
        ("/suggest.json?q=港", 4),
        ("/api/v1/search?q=港口&facets=year", 4),
        ("/api/v1/suggest?q=港", 4),
        ("/api/v1/reports/a", 2),
        ("/api/v1/reports/a/similar", 1),
        ("/api/v1/reports/nobody/similar", 2),
        ("/api/v1/trend?q=港口", 3),
        ("/api/v1/contexts?q=港口", 2),
        ("/api/v1/export?q=港口", 2),
    ],
)
def test_a_request_asks_one_snapshot_a_few_times_and_leaves_it(
    client: FlaskClient, watched: Watched, path: str, most: int
) -> None:
    client.get(path, buffered=True).close()
    (snapshot,) = watched.snapshots
    assert snapshot.state == "left"
    assert 1 <= len(snapshot.asked) <= most


def asked_of(watched: Watched) -> Sequence[str]:
    return [name for one in watched.snapshots for name in one.asked]


def test_an_id_that_ends_like_an_address_costs_one_question_more(
    client: FlaskClient, watched: Watched
) -> None:
    watched.store.update([report("x/similar", TEXT)])
    assert client.get("/api/v1/reports/x/similar").get_json()["id"] == "x/similar"
    assert asked_of(watched) == ["similar", "get", "reprints"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/help", "/nothing"])
def test_what_needs_no_report_opens_no_snapshot(client: FlaskClient, watched: Watched, path: str) -> None:
    client.get(path)
    assert watched.snapshots == []


def test_a_stream_leaves_its_snapshot_when_its_reader_goes(client: FlaskClient, watched: Watched) -> None:
    reply = client.get("/api/v1/export?q=港口&format=jsonl")
    pieces = reply.iter_encoded()
    assert next(pieces)
    (snapshot,) = watched.snapshots
    assert snapshot.state == "open"
    reply.close()
    assert snapshot.state == "left"
