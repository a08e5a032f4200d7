"""The benchmark over HTTP runs on a small corpus and says what it promises. Its figures are not judged."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks import report
from benchmarks.asked import LENGTHS
from benchmarks.generate import generated
from benchmarks.peers import datasette_fts5
from benchmarks.serve import __main__ as serve
from benchmarks.serve import addresses as serve_addresses
from benchmarks.serve import load as serve_load
from benchmarks.serve.addresses import Question
from benchmarks.serve.load import Figures, LoadFailed
from benchmarks.serve.tables import serve_tables
from tests.support.data import needs_program

REPORTS = 30
wrk = needs_program("wrk", "apt-get install wrk")

Json = dict[str, Any]

WORDS, LITERAL = Question(("发展", "经济"), False), Question(("下达到企业",), True)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated corpus of a few reports."""
    return generated(tmp_path_factory.mktemp("corpus"), REPORTS)


@pytest.fixture
def questions() -> list[Question]:
    """Those of two draws; the second gives the word and the shortest literal again."""
    literals = {f"literal {length}": ((("甲" * length),), (("乙" * length),)) for length in LENGTHS}
    again = {"or": (("发展", "文化"), ("发展", "教育")), "literal 2": (("甲乙",), ("甲乙",))}
    return serve_addresses.mixed({"and": (("发展", "经济"), ("农村", "学生")), **literals, **again})


@pytest.fixture(scope="module")
def served(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The JSON of one run, with Datasette where it is installed."""
    out = tmp_path_factory.mktemp("served") / "serve.json"
    few = ["--connections", "2", "--seconds", "1", "--writing", "2", "--queries", "3"]
    serve.main([str(corpus), *few, "--json", str(out)])
    held: Json = json.loads(out.read_text(encoding="utf-8"))
    return held


def test_questions_are_all_different_and_of_every_kind(questions: list[Question]) -> None:
    assert len(questions) == len(set(questions)) == 2 * (2 + len(LENGTHS)) - 2
    assert [question.typed for question in questions][:4] == ["发展", "发展 经济", '"甲乙"', '"甲甲甲"']
    assert {len(question.parts[0]) for question in questions if question.literal} == {*LENGTHS}


def test_questions_survive_their_file(questions: list[Question], tmp_path: Path) -> None:
    serve_addresses.save(questions, tmp_path / "questions.json")
    assert serve_addresses.load(tmp_path / "questions.json") == questions


@pytest.mark.parametrize("address", [serve_addresses.answer, serve_addresses.page])
def test_an_address_asks_what_is_typed(address: serve_addresses.Address) -> None:
    assert parse_qs(urlsplit(address(WORDS)).query) == {"q": ["发展 经济"]}
    assert parse_qs(urlsplit(address(LITERAL)).query) == {"q": ['"下达到企业"']}


def test_a_file_of_addresses_has_one_a_line_in_the_order_of_the_questions(tmp_path: Path) -> None:
    path = serve_addresses.write([WORDS, LITERAL], serve_addresses.page, tmp_path / "pages.txt")
    lines = path.read_text(encoding="ascii").splitlines()
    assert lines == [serve_addresses.page(WORDS), serve_addresses.page(LITERAL)]


def test_the_peers_table_finds_what_the_questions_were_drawn_from(corpus: Path, tmp_path: Path) -> None:
    datasette_fts5.fill(corpus, tmp_path / "reports.db")
    connection = sqlite3.connect(tmp_path / "reports.db")
    title = next(iter(connection.execute("SELECT title FROM reports")))[0].replace(" ", "")
    question = datasette_fts5.match(Question((title,), True))
    found = connection.execute(datasette_fts5.QUERY, {"q": question}).fetchall()
    connection.close()
    assert len(found) == 1
    *_, marked, _, total = found[0]
    assert (marked.startswith("<b>"), total) == (True, 1)


def test_the_peer_is_asked_in_its_own_syntax() -> None:
    assert datasette_fts5.match(WORDS) == '"发展" AND "经济"'
    assert datasette_fts5.match(LITERAL) == '"下 达到 企业"'  # as jieba cuts it


def test_figures_are_read_in_seconds_and_milliseconds() -> None:
    errors = {"connect": 0, "read": 1, "write": 0, "status": 2, "timeout": 0}
    written = {
        "requests": 500,
        "microseconds": 2_000_000,
        "bytes": 9,
        "p50": 1500,
        "p99": 20_000,
        "max": 40_000,
    }
    figures = Figures.read(json.dumps(written | {"errors": errors}))
    assert (figures.rate, figures.p50, figures.p99, figures.max) == (250, 1.5, 20, 40)
    assert figures.errors == errors


@pytest.mark.parametrize("text", ["", "{}", "wrk: unable to connect"])
def test_no_figures_are_an_error(text: str) -> None:
    with pytest.raises(LoadFailed, match="no figures"):
        Figures.read(text)


@wrk
@pytest.mark.slow
def test_load_on_nothing_is_an_error_and_not_zero_requests(tmp_path: Path) -> None:
    addresses = serve_addresses.write([WORDS], serve_addresses.answer, tmp_path / "addresses.txt")
    with pytest.raises(LoadFailed, match="wrk"):
        serve_load.load("http://127.0.0.1:1", addresses, connections=1, seconds=1)


@wrk
@pytest.mark.slow
def test_every_server_is_asked_without_an_error(served: Json) -> None:
    assert {"jianbao", "jianbao_page"} <= {*served["faces"]}
    for face in served["faces"].values():
        load = face["loads"]["2"]
        assert load["requests"] > 0
        assert load["p50"] <= load["p99"] <= load["max"]
        assert not any(load["errors"].values())
    assert served["faces"]["jianbao"]["answers"]["total"] >= 1


@wrk
@pytest.mark.slow
def test_every_commit_is_found_over_http_while_it_is_asked(served: Json) -> None:
    writing = served["writing"]
    assert not any(writing["load"]["errors"].values())
    assert len(writing["commits"]) >= 1
    assert [commit["error"] for commit in writing["commits"] if commit["found"] is None] == []


@wrk
@pytest.mark.slow
def test_the_tables_and_the_page_hold_the_run(served: Json) -> None:
    loads, answers, *_, writing = serve_tables(served)
    assert [row[0] for row in loads.rows] == [row[0] for row in answers.rows]
    assert ("errors", "0") in writing.rows
    assert "## Over HTTP" in report.page([served])


@wrk
@pytest.mark.slow
def test_the_tables_say_that_datasette_is_not_installed(served: Json) -> None:
    faces = {key: served["faces"][key] for key in ("jianbao", "jianbao_page")}
    alone = served | {"datasette": serve.NOT_INSTALLED, "faces": faces}
    loads, *others = serve_tables(alone)
    assert "not installed" in loads.notes[-1]
    assert len(others) == 2


@wrk
@needs_program("datasette", "pip install datasette, in an environment of its own")
@pytest.mark.slow
def test_datasette_is_asked_in_the_same_run(served: Json) -> None:
    assert {"datasette", "datasette_page", "datasette_two"} <= {*served["faces"]}
    assert served["faces"]["datasette"]["answers"]["total"] > 0
    assert len(serve_tables(served)) == 4
