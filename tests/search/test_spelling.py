"""What a question that found nothing is told: which keyword was fatal, and what there is without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Answer, Block, Kind, Parameters, Report, Store, open_store, search
from indexer.search.answer import Totals
from tests.support.asking import asked

TEXTS = {"a": "港口和铁路。", "b": "港口和公路。", "c": "机场。", "d": "镇江经济开发区的企业。"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "index")
    opened.update([Report(name, (Block(Kind.PARAGRAPH, text),)) for name, text in TEXTS.items()])
    yield opened
    opened.close()


def ask(store: Store, q: str, **given: str) -> Answer:
    return asked(store, search, Parameters.read({"q": q, **given}))


def left_out(store: Store, q: str) -> list[tuple[tuple[str, ...], str, int]]:
    return [(one.keywords, one.q, one.total) for one in ask(store, q).query.left_out]


def test_nothing_to_tell_where_something_is_found(store: Store) -> None:
    assert left_out(store, "港口 铁路") == []
    assert left_out(store, "没有的") == []


def test_a_keyword_that_stands_nowhere_is_fatal(store: Store) -> None:
    assert left_out(store, "港口 “火星”") == [(("“火星”",), "港口", 2)]


def test_each_of_two_keywords_that_never_meet_is_fatal(store: Store) -> None:
    assert left_out(store, "港口 机场") == [(("机场",), "港口", 2), (("港口",), "机场", 1)]


def test_what_is_told_is_as_one_would_type_it(store: Store) -> None:
    store.update([Report("year", (Block(Kind.PARAGRAPH, "二〇二三年的码头。"),))])
    told = left_out(store, "2023年 (码头 | 渡口) “火星”")
    assert told == [(("“火星”",), "2023年 (码头 | 渡口)", 1)]
    assert left_out(store, "机场 (“火星” | “木星”)") == [(("(“火星” | “木星”)",), "机场", 1)]


def test_two_keywords_that_stand_nowhere_are_left_out_together(store: Store) -> None:
    assert left_out(store, "港口 “火星” “木星” -公路") == [(("“火星”", "“木星”"), "港口 -公路", 1)]


@pytest.mark.parametrize("q", ["港口 机场", "港口 “火星”", "港口 “火星” “木星”"])
def test_what_is_told_is_what_one_gets(store: Store, q: str) -> None:
    for _, other, total in left_out(store, q):
        assert ask(store, other).total == total > 0


def test_relaxed_matches_are_set_apart_and_say_what_they_lack(store: Store) -> None:
    answer = ask(store, "镇江开发区的火车站")
    assert (answer.query.relaxed, answer.total) == (True, 0)
    assert answer.totals == Totals(literal=0, words=0, relaxed=1)
    assert [(hit.id, hit.match, hit.lacks) for hit in answer.hits] == [("d", "relaxed", ("火车站",))]
    assert answer.apart == ()


def test_where_something_matches_relaxed_matches_fill_the_page_apart(store: Store) -> None:
    store.update([Report("f", (Block(Kind.PARAGRAPH, "港口、铁路、机场。"),))])
    q = "港口 铁路 机场"
    answer = ask(store, q)
    assert (answer.query.relaxed, answer.total) == (False, 1)
    assert answer.totals == Totals(literal=1, words=0, relaxed=1)
    assert [hit.id for hit in answer.hits] == ["f"]
    assert [(hit.id, hit.match, hit.lacks) for hit in answer.apart] == [("a", "relaxed", ("机场",))]
    full = ask(store, q, limit="1")
    assert (full.apart, full.totals.relaxed) == ((), None)
    alone = ask(store, q, match="relaxed")
    assert (alone.query.relaxed, alone.total, alone.apart) == (True, 1, ())
    assert [hit.id for hit in alone.hits] == ["a"]
    both = ask(store, q, match="literal,relaxed")
    assert [(hit.id, hit.match) for hit in both.hits] == [("f", "literal"), ("a", "relaxed")]


def test_one_class_alone(store: Store) -> None:
    store.update([Report("e", (Block(Kind.PARAGRAPH, "铁路，然后是港口"),))])
    assert [hit.id for hit in ask(store, "港口 铁路", match="literal").hits] == ["a", "e"]
    assert ask(store, "港口 铁路", match="words").total == 0
