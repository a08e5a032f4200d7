"""How much is looked at to find what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Block, Kind, Order, Report
from indexer.query import parse
from indexer.store import Page
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.searcher.matching import Matching
from indexer.whoosh_store.searcher.scoring import Scorer, Scores, reached_by

Scored = list[tuple[Scorer, Matching, int]]


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scored]:
    """What was scored, and how many foremost of it were wanted."""
    noted: Scored = []
    scores = Scorer.scores

    def noting(scorer: Scorer, found: Matching, foremost: int) -> Scores:
        noted.append((scorer, found, foremost))
        return scores(scorer, found, foremost)

    with monkeypatch.context() as patched:
        patched.setattr(Scorer, "scores", noting)
        yield noted


def test_no_more_are_scored_than_could_be_among_the_first(tmp_path: Path, scored: Scored) -> None:
    store = WhooshStore(tmp_path)
    literal = [_report(n, f"港口建设之{n}。") for n in range(40)]
    by_words = [_report(n, f"建设第{n}座港口。") for n in range(40, 90)]
    store.update([*literal, *by_words])
    with store.snapshot() as snapshot:
        for order in (Order.NEWEST, Order.OLDEST, Order.RELEVANCE):
            assert len(snapshot.search(parse("港口建设"), Page(5, order=order)).hits) == 5
    assert [found.documents.size for _, found, _ in scored] == [5, 5, 40]


def test_what_is_dropped_on_the_way_is_not_among_the_foremost(
    tmp_path: Path, scored: Scored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.whoosh_store.searcher.scoring.MANY_DOCUMENTS", 10)
    store = WhooshStore(tmp_path)
    rare = [_report(n, "港口建设" * (n % 7 + 1) + "，与下一步安排。") for n in range(40)]
    store.update([*rare, *(_report(n, "下一步安排。" * (n % 7 + 1)) for n in range(40, 400))])
    with store.snapshot() as snapshot:
        snapshot.search(parse("港口建设 | 安排"), Page(5))
    (scorer, found, foremost) = scored[0]
    some, all_ = (np.round(scorer.scores(found, most), 9) for most in (foremost, found.documents.size))
    border = np.sort(all_)[-foremost]
    assert np.array_equal(some[all_ >= border], all_[all_ >= border])
    assert (some <= all_).all()
    assert (some < all_).sum() >= 360


@given(st.lists(st.integers(0, 50), min_size=1, max_size=300), st.integers(1, 300))
def test_so_many_values_reach_the_number(values: list[int], many: int) -> None:
    many = min(many, len(values))
    assert (np.array(values) >= reached_by(np.array(values), many)).sum() >= many


def _report(number: int, text: str) -> Report:
    return Report(f"r{number}", (Block(Kind.PARAGRAPH, text),), date=f"2024-01-{number % 28 + 1:02}")
