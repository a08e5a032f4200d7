"""What the app answers is of one commit, whatever is committed meanwhile, and asks the store little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from indexer import Store, open_store
from tests.support.turning import CORPORA, Turning, filled
from webapp.app import create_app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("turning")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with closing(open_store(folder)) as store:
        yield store


@pytest.fixture(scope="module")
def turning(store: Store) -> Turning:
    return Turning(store)


@pytest.fixture(scope="module")
def app(folder: Path, turning: Turning) -> Flask:
    return create_app(folder, store=turning.store)


@pytest.mark.parametrize(
    "address",
    [
        "/?q=港口 铁路",
        "/?q=港口 铁路 新能园",
        "/reports/铁?q=港口",
        "/cite/铁",
        "/trend?q=港口&q=铁路",
        "/contexts?q=港口&sort=left",
        "/contexts?q=港口&beside=铁路",
        "/neighbours?q=港口",
        "/feed.atom?q=港口",
        "/suggest.json?q=铁",
        "/api/v1/search?q=港口 铁路&facets=year,source",
        "/api/v1/search?q=港口 铁路 新能园",
        "/api/v1/suggest?q=tielu",
        "/api/v1/reports/铁",
        "/api/v1/reports/铁?paragraphs=1",
        "/api/v1/reports/铁/similar",
        "/api/v1/reports/铁/cite",
        "/api/v1/trend?q=港口&q=铁路&format=csv",
        "/api/v1/contexts?q=港口",
        "/holdings",
        "/api/v1/holdings",
        "/api/v1/occurrences?q=港口",
        "/api/v1/collocates?q=港口",
        "/api/v1/survey?q=港口&q=铁路",
        "/api/v1/export?q=港口",
    ],
)
def test_an_answer_is_of_one_commit_and_crosses_the_seam_four_times_at_most(
    address: str, store: Store, turning: Turning, app: Flask
) -> None:
    whole = []
    with turning.still():
        for reports in CORPORA:
            filled(store, reports)
            whole.append(told(app, address))
    assert whole[0] != whole[1]
    for _ in CORPORA:
        assert told(app, address) in whole
    assert len(CORPORA) <= turning.crossings <= 4 * len(CORPORA)


def told(app: Flask, address: str) -> str:
    """The answer, but for how long it took."""
    response = app.test_client().get(quote(address, safe="/?=&"))
    with closing(response):  # or another file to keep would have to wait for this one
        assert response.status_code == 200
        return re.sub(r'[\d.]+ 毫秒|"took_ms":[\d.]+', "", response.text)
