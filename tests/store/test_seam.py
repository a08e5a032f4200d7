"""The seam: an answer is made of one commit, whatever is committed meanwhile, and asks little of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import (
    ContextOrder,
    Parameters,
    Store,
    build,
    contexts,
    examples,
    open_store,
    search,
    suggest,
    trend,
)
from indexer.search.export import export
from indexer.store import Snapshot
from tests.support.asking import asked
from tests.support.stores import empty
from tests.support.turning import CORPORA, Turning, filled


@pytest.fixture(params=["scan", "whoosh", pytest.param("cluster", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = empty(request, tmp_path)
    yield opened
    opened.close()


def test_an_address_may_be_a_string(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "港口.txt").write_text("码头今日投产。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with closing(open_store("index")) as written:
        build(written, [tmp_path / "港口.txt"])
    for address in ("index", "./index/", str(tmp_path / "index"), tmp_path / "index"):
        with closing(open_store(address)) as store:
            assert store.stats().reports == 1
            assert asked(store, search, Parameters("“今日投产”")).total == 1
            store.check()


Answering = Callable[[Snapshot], Any]


def searching(q: str, **given: str) -> Answering:
    asked = Parameters.read({"q": q, "facets": "year,month,source", **given})
    return lambda snapshot: replace(search(snapshot, asked), took_ms=0)


def in_context(order: ContextOrder) -> Answering:
    return lambda snapshot: replace(contexts(snapshot, Parameters("港口"), order=order), took_ms=0)


ANSWERS: dict[str, tuple[int, Answering]] = {
    "no hit is shown": (3, searching("港口", limit="0")),
    "hits": (4, searching("港口 铁路")),
    "hits, and others apart": (4, searching("港口 铁路 货轮")),
    "the second page": (2, searching("港口", limit="1", offset="1")),
    "a page by cursor": (4, searching("港口", limit="1", sort="newest", cursor="*")),
    "two that never meet": (4, searching("天气 铁路")),
    "a keyword that stands nowhere": (3, searching("港口 “火星”")),
    "a character that nothing has": (4, searching("港口 龘靐")),
    "a slip": (4, searching("港口的新能园")),
    "a slip beside a keyword": (4, searching("港口 铁路 新能园")),
    "letters beside a keyword": (4, searching("港口 tielu")),
    "suggested words": (2, lambda snapshot: suggest(snapshot, "铁")),
    "suggested pinyin": (3, lambda snapshot: suggest(snapshot, "tielu")),
    "examples": (3, examples),
    "a trend": (1, lambda snapshot: trend(snapshot, ["港口", "铁路 -停工"])),
    "a trend of occurrences": (2, lambda snapshot: trend(snapshot, ["港口", "铁路"], value="occurrences")),
    "contexts": (2, in_context(ContextOrder.FOUND)),
    "contexts by date": (2, in_context(ContextOrder.NEWEST)),
}
"""Kinds of answer: how often each crosses the seam, and what makes it."""

OF_THE_CLUSTER = (
    "hits, and others apart",
    "a page by cursor",
    "a slip beside a keyword",
    "suggested pinyin",
    "a trend of occurrences",
    "contexts by date",
)
"""Between them these ask all that any answer asks of a snapshot. The cluster takes a third of a second for
each commit in between, and how often an answer asks is the same for every store."""

CASES = [
    *((store, kind) for store in ("scan", "whoosh") for kind in ANSWERS),
    *(pytest.param("cluster", kind, marks=pytest.mark.slow) for kind in OF_THE_CLUSTER),
]


@pytest.mark.parametrize(("store", "kind"), CASES, indirect=["store"])
def test_an_answer_is_of_one_commit_and_crosses_the_seam_four_times_at_most(kind: str, store: Store) -> None:
    crossings, answer = ANSWERS[kind]
    whole = [asked(filled(store, reports), answer) for reports in CORPORA]
    assert whole[0] != whole[1]
    turning = Turning(store)
    assert asked(turning.store, answer) in whole
    assert turning.crossings == crossings <= 4


def test_an_export_is_of_one_commit(store: Store) -> None:
    def exported(store: Store) -> str:
        return "".join(export(store.snapshot(), Parameters("港口"), form="jsonl", url_of=str))

    whole = [exported(filled(store, reports)) for reports in CORPORA]
    turning = Turning(store)
    assert exported(turning.store) in whole
    assert turning.crossings == 2
