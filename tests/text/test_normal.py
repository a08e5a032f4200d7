"""The text of a report as it is searched: words stand where segmenting puts them, and nowhere else."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import Folded, fold
from indexer.text.normal import END_OF_BLOCK, Normal
from indexer.text.words import spans
from tests.support.strategies import meeting, texts


@given(st.lists(texts | meeting, max_size=4))
def test_a_word_stands_where_segmenting_puts_it_and_nowhere_else(blocks: list[str]) -> None:
    normal = Normal.of(blocks, [False] * len(blocks))
    assert normal.blocks == tuple(map(fold, blocks))
    found = list(spans(normal.whole))
    where = defaultdict(set)
    for text, start, _ in found:
        where[text].add(start)
    pieces = {normal.whole[a : a + size] for a in range(len(normal.whole)) for size in range(1, 5)}
    for piece in {word.text for word in found} | {one for one in pieces if one.isalnum()}:
        assert normal.places_of(piece) == sorted(where[piece]), piece


@given(st.lists(texts | meeting, max_size=4))
def test_blocks_lead_back_to_their_originals(blocks: list[str]) -> None:
    normal = Normal.of(blocks, [False] * len(blocks))
    for number, original in enumerate(blocks):
        ours, its = normal.folded(number, original), Folded.of(original)
        assert ours.text == its.text
        assert (ours.starts == its.starts).all()
        assert (ours.ends == its.ends).all()
        assert normal.whole[normal.begins[number] : normal.begins[number + 1]] == ours.text + END_OF_BLOCK
