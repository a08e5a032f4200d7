"""Which reports of an index hold a wildcard pattern: those in which a look finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Block, Kind, Page, Query, Report, Store, open_store
from indexer.query import Pattern
from indexer.text.literal import pattern_occurs
from indexer.whoosh_store.searcher import lookup

CHARACTERS = "中国人大会𠮷a1?。"
TEXTS = ["".join(Random(number).choices(CHARACTERS, k=9)) for number in range(120)]

pieces = st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=2)
gaps = st.sampled_from([(1, 1), (1, 1), (2, 2), (0, 8), (1, 9)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(Path(tmp_path_factory.mktemp("patterns")))
    store.update([Report(f"{n:03}", (Block(Kind.PARAGRAPH, text),)) for n, text in enumerate(TEXTS)])
    yield store
    store.close()


def test_what_stands_beside_gaps_of_a_kind_is_looked_for_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = lookup.Lookup._around
    monkeypatch.setattr(lookup, "POSTINGS_PER_TEXT", 10_000)
    looking = patch.object(lookup.Lookup, "_around", autospec=True, side_effect=around)
    with looking as looks, store.snapshot() as snapshot:
        snapshot.search(Query("", Pattern("", ("a",) * 4, ((1, 1),) * 3)), Page(limit=1))
    assert [look.args[1:] for look in looks.call_args_list] == [("a", "a")]


@pytest.mark.parametrize("postings", [0, 16, 10_000])
@given(pieces, st.lists(st.tuples(gaps, pieces), min_size=1, max_size=3))
def test_a_pattern_finds_the_reports_in_which_it_stands(
    store: Store, postings: int, first: str, rest: list[tuple[tuple[int, int], str]]
) -> None:
    pattern = Pattern("", (first, *(piece for _, piece in rest)), tuple(gap for gap, _ in rest))
    with pytest.MonkeyPatch.context() as context, store.snapshot() as snapshot:
        context.setattr(lookup, "POSTINGS_PER_TEXT", postings)
        found = {match.id for match in snapshot.search(Query("", pattern), Page(limit=len(TEXTS))).hits}
    held = {n for n, text in enumerate(TEXTS) if pattern_occurs(text, pattern.pieces, pattern.gaps)}
    assert found == {f"{n:03}" for n in held}
