"""Going through an order by date with a cursor: what is asked, what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    LEFT_OUT,
    AskedWrongly,
    Block,
    Kind,
    Order,
    Parameters,
    Report,
    as_json,
    open_store,
    search,
)
from indexer.search.parameters import cursor_of
from indexer.store import Position, Store
from tests.support.asking import asked
from tests.support.strategies import dates
from webapp.addresses import with_next


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "index")
    opened.update([report(n) for n in range(10)])
    yield opened
    opened.close()


def report(number: int) -> Report:
    return Report(f"报/{number:02}", (Block(Kind.PARAGRAPH, "港口"),), f"2024-01-{number % 3 + 1:02}")


def test_a_program_follows_next_to_the_end_while_reports_come_and_go(store: Store) -> None:
    given = {"q": "港口", "limit": "3", "cursor": "*"}
    seen: list[str] = []
    while given:
        answer = asked(store, search, Parameters.read(given))
        told = as_json(with_next(answer, given))
        assert (told["cursor"], told["offset"]) == (answer.cursor, 0)
        assert told["total"] >= 10
        seen += [hit.id for hit in answer.hits]
        if len(seen) == 3:
            store.update([report(90), report(91), report(92)])
        given = dict(parse_qsl(urlsplit(url).query)) if (url := told["next"]) else {}
    assert [one for one in seen if one < "报/90"] == [
        f"报/{n:02}" for day in (2, 1, 0) for n in range(10) if n % 3 == day
    ]
    assert len(set(seen)) == len(seen)


def test_without_a_cursor_nothing_is_told_of_one(store: Store) -> None:
    answer = asked(store, search, Parameters.read({"q": "港口", "limit": "3"}))
    assert "cursor" not in as_json(answer)
    assert (answer.cursor, answer.following) == (LEFT_OUT, 3)


def test_a_page_of_nothing_leads_nowhere(store: Store) -> None:
    answer = asked(store, search, Parameters.read({"q": "港口", "limit": "0", "cursor": "*"}))
    assert (answer.total, answer.cursor, as_json(answer)["cursor"]) == (10, None, None)


def test_a_cursor_means_newest_unless_oldest_is_said() -> None:
    assert Parameters.read({"q": "港", "cursor": "*"}).order is Order.NEWEST
    assert Parameters.read({"q": "港", "cursor": "*", "sort": "oldest"}).order is Order.OLDEST
    with pytest.raises(AskedWrongly, match="sort=newest"):
        Parameters.read({"q": "港", "cursor": "*", "sort": "relevance"})
    with pytest.raises(AskedWrongly, match="offset"):
        Parameters.read({"q": "港", "cursor": "*", "offset": "10"})


@given(date=dates, report_id=st.text(min_size=1, max_size=20))
def test_a_cursor_carries_any_position(date: str, report_id: str) -> None:
    cursor = cursor_of(Position(date, report_id))
    assert re.fullmatch("[A-Za-z0-9_-]+", cursor)
    assert Parameters.read({"q": "港", "cursor": cursor}).after == Position(date, report_id)


@given(cursor=st.text(min_size=1, max_size=30) | st.sampled_from(["**", "MjAyNA", "eHg", "MjAyNC0xMyBh"]))
def test_a_cursor_that_is_read_is_one_that_was_given(cursor: str) -> None:
    try:
        after = Parameters.read({"q": "港", "cursor": cursor}).after
    except AskedWrongly:
        return
    assert cursor_of(after) == cursor if after else cursor == "*"


@pytest.mark.parametrize("cursor", ["**", "港", "MjAyNA", "eHg", "MjAyNC0xMyBh", "IA", "-", "YWJj=", "gICA"])
def test_what_no_page_gave_is_no_cursor(cursor: str) -> None:
    with pytest.raises(AskedWrongly, match=re.escape("第一页请写 cursor=*")):
        Parameters.read({"q": "港", "cursor": cursor})
