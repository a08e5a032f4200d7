"""What to try first: questions out of the index itself, each of which finds something."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from indexer import Parameters, Store, examples, open_store, search
from tests.support.asking import asked
from tests.support.scan_store import ScanStore
from tests.support.turning import CORPORA, ONE, filled, report
from webapp.app import create_app

UNTOLD = [
    report("空", "01-01", "", ""),
    report("数", "01-01", "", "2024", "17%"),
    report("字", "01-01", "a|b", "一九八〇年"),
]


@pytest.mark.parametrize("reports", CORPORA)
def test_each_finds_something_and_is_the_same_again(reports: list[object]) -> None:
    store: Store = filled(ScanStore(), reports)  # type: ignore[arg-type]
    found = asked(store, examples)
    assert {one.kind for one in found} >= {"both", "exact", "source"}
    assert asked(store, examples) == found
    for one in found:
        answer = asked(store, search, Parameters(one.q))
        assert answer.totals.literal
        assert answer.query.notes == ()


def test_where_there_is_nothing_to_take_them_from_there_are_none() -> None:
    store = ScanStore()
    store.update([])
    assert asked(store, examples) == ()
    store.update(UNTOLD)
    assert asked(store, examples) == ()


def test_the_home_page_has_those_of_the_newest_commit(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        client = create_app(tmp_path, store=store).test_client()
        for reports in ([], ONE, CORPORA[1]):
            filled(store, reports)
            links = re.findall(r'<dt><a href="/\?q=([^"]*)"', client.get("/").text)
            assert list(map(unquote_plus, links)) == [one.q for one in asked(store, examples)]
        assert len(links) >= 3
