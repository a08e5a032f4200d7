"""How much is looked at to find what comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Block, Kind, Order, Report
from indexer.query import parse
from indexer.store import Page
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.searcher.matching import Matching
from indexer.whoosh_store.searcher.scoring import Scorer, Scores


def test_no_more_are_scored_than_could_be_among_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored, scores = [], Scorer.scores

    def noted(scorer: Scorer, found: Matching) -> Scores:
        scored.append(found.documents.size)
        return scores(scorer, found)

    monkeypatch.setattr(Scorer, "scores", noted)
    store = WhooshStore(tmp_path)
    literal = [_dated(n, f"港口建设之{n}。") for n in range(40)]
    by_words = [_dated(n, f"建设第{n}座港口。") for n in range(40, 90)]
    store.update([*literal, *by_words])
    with store.snapshot() as snapshot:
        for order in (Order.NEWEST, Order.OLDEST, Order.RELEVANCE):
            assert len(snapshot.search(parse("港口建设"), Page(5, order=order)).hits) == 5
    assert scored == [5, 5, 40]


def _dated(number: int, text: str) -> Report:
    return Report(f"r{number}", (Block(Kind.PARAGRAPH, text),), date=f"2024-01-{number % 28 + 1:02}")
