"""Neighbours of a keyword: counted as a scan counts them, measured as the books have it."""

from __future__ import annotations

import csv
from io import StringIO
from math import log, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import (
    AskedWrongly,
    Beside,
    Block,
    CollocateOrder,
    Kind,
    Parameters,
    Report,
    Span,
    collocates,
    collocates_asked,
    collocates_csv,
    contexts,
)
from indexer.deadline import deadline
from indexer.errors import OutOfTime
from indexer.search.collocates import log_dice, log_likelihood
from indexer.search.frequencies import Frequencies
from indexer.search.places import Unit
from indexer.text.normal import Normal
from tests.support.asking import asked
from tests.support.scan_store import ScanStore
from tests.support.strategies import reports

TEXTS = ["新建港口安全", "安全的港口投产", "港口安全。投产", "老港口安全投产", "码头与安全生产无关", "𠮷港口"]


@pytest.fixture
def store() -> ScanStore:
    store = ScanStore()
    store.update(Report(str(n), (Block(Kind.PARAGRAPH, text),)) for n, text in enumerate(TEXTS))
    return store


def pieces(normal: Normal, unit: Unit) -> list[str]:
    """The words or characters of a text, one by one."""
    if unit == "character":
        return [char for char in normal.whole if char.isalnum() or ord(char) > 0xFFFF]
    cuts = [at for at, char in enumerate(normal.whole) if normal.borders[at] or char == "\n"]
    ends = [*cuts[1:], len(normal.whole)]
    return [
        normal.whole[start:end]
        for start, end in zip(cuts, ends, strict=True)
        if normal.whole[start].isalnum() or ord(normal.whole[start]) > 0xFFFF
    ]


@settings(max_examples=20, deadline=None)
@given(st.lists(reports, max_size=5), st.sampled_from(["word", "character"]))
def test_words_are_counted_as_one_by_one(some: list[Report], unit: Unit) -> None:
    normals = [report.normal for report in some]
    whole = [piece for normal in normals for piece in pieces(normal, unit)]
    wanted = {*whole, "港口", "electrolysis", "𠮷"}
    found = Frequencies.of(normals, wanted, unit)
    assert found.size == len(whole)
    assert found.counts == {text: whole.count(text) for text in wanted}


def test_measures_are_those_of_the_books() -> None:
    """By hand: 10 of the 100 beside are the word, which is 20 of 1000; 2 would be by chance."""
    by_hand = 2 * (10 * log(10 / 2) + 90 * log(90 / 98) + 10 * log(10 / 18) + 890 * log(890 / 882))
    assert log_likelihood(10, 100, 20, 1000) == pytest.approx(by_hand)
    assert log_likelihood(2, 100, 20, 1000) == pytest.approx(0, abs=1e-9)
    assert log_likelihood(0, 100, 20, 1000) < -3.84
    assert log_dice(30, 30, 30) == 14
    assert log_dice(10, 50, 30) == pytest.approx(14 + log2(20 / 80))


@given(*[st.integers(0, 50)] * 4)
def test_measures_are_finite_whatever_is_counted(together: int, beside: int, rest: int, others: int) -> None:
    assert abs(log_likelihood(together, together + beside, rest, others)) < 1e6
    assert log_dice(together + 1, together + 1 + beside, rest) <= 14


def test_neighbours_are_counted_by_lines_on_either_side(store: ScanStore) -> None:
    found = asked(store, collocates, Parameters("港口"), Span(1, 1))
    assert (found.reports, found.occurrences, found.complete) == (5, 5, True)
    (one,) = found.collocates
    assert (one.text, one.pinyin, one.count, one.left, one.right) == ("安全", "an quan", 3, 0, 3)
    assert one.frequency == 4
    wider = asked(store, collocates, Parameters("港口"), Span(4, 4))
    assert [(one.text, one.count, one.left, one.right) for one in wider.collocates if one.text != "的"] == [
        ("安全", 4, 1, 3),
        ("投产", 2, 0, 2),
    ]


@pytest.mark.parametrize("unit", ["word", "character"])
def test_the_lines_of_a_neighbour_are_as_many_as_it_says(store: ScanStore, unit: Unit) -> None:
    span = Span(2, 3, unit)
    found = asked(store, collocates, Parameters("港口"), span).collocates
    assert found
    for one in found:
        lines = asked(store, contexts, Parameters("港口"), beside=Beside(one.text, span))
        assert lines.total == one.count


def test_what_is_left_of_a_word_around_the_keyword_is_no_neighbour() -> None:
    store = ScanStore()
    store.update(Report(str(n), (Block(Kind.PARAGRAPH, "发展中国家合作"),)) for n in range(2))
    found = asked(store, collocates, Parameters("发展"), Span(4, 4))
    assert [one.text for one in found.collocates] == ["合作"]


def test_neighbours_come_in_the_order_asked_for(store: ScanStore) -> None:
    for order in CollocateOrder:
        found = asked(store, collocates, Parameters("港口"), Span(4, 4), order).collocates
        if order is CollocateOrder.WORD:
            assert [one.pinyin for one in found] == sorted(one.pinyin for one in found)
        else:
            values = [getattr(one, order.value) for one in found]
            assert values == sorted(values, reverse=True)
    few = asked(store, collocates, Parameters("港口", limit=1), Span(4, 4))
    assert (len(few.collocates), few.total) == (1, 2)


def test_a_question_about_no_text_has_no_neighbours(store: ScanStore) -> None:
    for q in ("source:报", "没有这个词"):
        found = asked(store, collocates, Parameters(q), Span(4, 4))
        assert (found.occurrences, found.size, found.collocates) == (0, 0, ())
    with deadline(-1), pytest.raises(OutOfTime):
        asked(store, collocates, Parameters("港口"), Span(4, 4))


def test_a_table_has_the_names_of_json(store: ScanStore) -> None:
    found = asked(store, collocates, Parameters("港口"), Span(4, 4), lines_of=lambda text: f"/{text}")
    rows = list(csv.DictReader(StringIO("".join(collocates_csv(found)).removeprefix("\ufeff"), newline="")))
    assert [(row["text"], row["count"], row["url"]) for row in rows] == [
        (one.text, str(one.count), f"/{one.text}") for one in found.collocates
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("left", "5"), ("right", "x"), ("unit", "line"), ("sort", "up"), ("limit", "1001")]
)
def test_parameters_are_checked(name: str, value: str) -> None:
    with pytest.raises(AskedWrongly, match=name):
        collocates_asked({"q": "港口", name: value})
