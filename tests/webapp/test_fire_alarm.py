"""What is told when the index cannot be used, and when jianbao itself is mistaken: who is to do what, and
never where anything lies on this machine."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import JianbaoError, Store
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, IndexUnusable
from webapp.app import create_app

PAGES = (
    "/",
    "/?q=港口",
    "/reports/x",
    "/cite/x",
    "/original/x",
    "/trend?q=港口",
    "/contexts?q=港口",
    "/neighbours?q=港口",
    "/survey?list=港口",
    "/basket?id=x",
    "/feed.atom?q=港口",
)
PROGRAMS = (
    "/suggest.json?q=港",
    "/api/v1/search?q=港口",
    "/api/v1/suggest?q=港",
    "/api/v1/reports/x",
    "/api/v1/reports/x/similar",
    "/api/v1/reports/x/cite",
    "/api/v1/trend?q=港口",
    "/api/v1/contexts?q=港口",
    "/api/v1/occurrences?q=港口",
    "/api/v1/collocates?q=港口",
    "/api/v1/survey?q=港口",
    "/api/v1/bundle?id=x",
    "/api/v1/export?q=港口",
    "/healthz",
    "/readyz",
)
OURS = "这是检报自己的差错"


class Failing:
    """A store that nothing can be asked of."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*_: object) -> None:
            raise self._error

        return fail


def failing(error: Exception, folder: Path) -> Flask:
    return create_app(folder, store=cast(Store, Failing(error)))


def missing(folder: Path, index: Path) -> Flask:
    return create_app(folder)


def damaged(folder: Path, index: Path) -> Flask:
    shutil.copytree(index, folder)
    for path in folder.glob("*.columns"):
        path.write_bytes(path.read_bytes()[:100])
    return create_app(folder)


def emptied(folder: Path, index: Path) -> Flask:
    shutil.copytree(index, folder)
    for path in folder.glob("*.columns"):
        path.unlink()
    return create_app(folder)


def unreadable(folder: Path, index: Path) -> Flask:
    shutil.copytree(index, folder)
    (folder / "manifest").unlink()
    (folder / "manifest").mkdir()
    return create_app(folder)


def busy(folder: Path, index: Path) -> Flask:
    return failing(IndexBusy(str(folder), "（进程 12）"), folder)


def outdated(folder: Path, index: Path) -> Flask:
    return failing(IndexOutdated(str(folder)), folder)


def told(client: FlaskClient, path: str) -> tuple[int, str]:
    """The status, and all that a stranger is told: headers as well."""
    reply = client.get(path, buffered=True)
    return reply.status_code, f"{reply.headers}{reply.text}"


@pytest.mark.parametrize(
    "state", [missing, damaged, emptied, unreadable, busy, outdated], ids=lambda one: one.__name__
)
def test_no_answer_names_a_folder(
    state: Callable[[Path, Path], Flask], tmp_path: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "secret" / "index"
    folder.parent.mkdir()
    client = state(folder, index).test_client()
    with caplog.at_level(logging.ERROR):
        for path in (*PAGES, *PROGRAMS):
            status, text = told(client, path)
            assert (path, status) == (path, 503)
            assert "secret" not in text
            assert str(tmp_path) not in text
            assert OURS not in text
    assert str(folder) in caplog.text  # where the administrator reads it
    status, text = told(client, "/metrics")
    assert (status, "secret" in text) == (200, False)
    assert "jianbao_index_ready 0.0" in text


def test_the_home_page_does_not_lead_to_itself(tmp_path: Path, index: Path) -> None:
    client = missing(tmp_path / "index", index).test_client()
    assert ["回到首页" in client.get(path).text for path in ("/", "/?q=港口", "/no")] == [False, True, True]


@pytest.mark.parametrize(
    "error",
    [
        IndexUnusable("无法使用 /secret/index 中的索引"),
        IndexDamaged("/secret/index", "/secret/index/a.columns"),
        IndexMissing("/secret/index"),
    ],
    ids=lambda one: type(one).__name__,
)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_what_strangers_are_told_is_said_in_their_language(
    error: JianbaoError, language: str, tmp_path: Path
) -> None:
    client = failing(error, tmp_path).test_client()
    reply = client.get("/api/v1/search?q=港口", headers={"Accept-Language": language})
    detail = reply.get_json()["detail"]
    assert "/secret" not in detail
    assert (detail == error.public) == (language == "zh-Hans")


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS, "/metrics"])
def test_a_mistake_of_ours_is_told_as_one(
    path: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = failing(RuntimeError("/secret/index: a wrong turn"), tmp_path).test_client()
    with caplog.at_level(logging.ERROR):
        status, text = told(client, path)
    assert status == 500
    assert OURS in text
    assert "secret" not in text
    assert "jianbao index" not in text  # nothing that would have somebody throw an index away
    assert "RuntimeError: /secret/index: a wrong turn" in caplog.text
    assert "Traceback" in caplog.text
