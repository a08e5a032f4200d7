"""What a segment knows of its sketches: of which documents it is certain that none here reprints them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.ranking.sketches import NOTHING, SKETCH_NUMBERS, Sketches
from indexer.whoosh_store.segment import sketches
from indexer.whoosh_store.segment.arrays import Arrays, ArraysWriter
from indexer.whoosh_store.segment.sketches import Sketched, lookup_of


def rows_of(texts: list[set[int]]) -> Sketches:
    rows = np.full((len(texts), SKETCH_NUMBERS), NOTHING, np.uint32)
    for row, numbers in zip(rows, texts, strict=True):
        row[: len(numbers)] = sorted(numbers)
    return rows


def sketched(rows: Sketches) -> Sketched:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "arrays"
        with ArraysWriter(path) as writer:
            for name, array in lookup_of(rows):
                writer.add(name, array)
        return Sketched(Arrays(path))


def looked_up(held: Sketched, document: int) -> list[tuple[int, int]]:
    return list(held.alike(held.rows[document : document + 1], np.array([document])))


@given(st.lists(st.sets(st.integers(0, 30), max_size=SKETCH_NUMBERS), min_size=1, max_size=60))
def test_who_is_said_to_be_alone_has_no_reprint_when_it_is_looked_up(texts: list[set[int]]) -> None:
    held = sketched(rows_of(texts))
    for document in range(len(texts)):
        assert not held.alone[document] or not looked_up(held, document)


def test_who_shares_each_number_with_another_one_is_alone_all_the_same() -> None:
    own = set(range(SKETCH_NUMBERS))
    others = [{number, *range(100 * (number + 1), 100 * (number + 1) + 9)} for number in own]
    assert all(sketched(rows_of([own, *others])).alone)


def test_numbers_of_too_many_documents_to_be_looked_at_in_pairs_count_as_shared() -> None:
    boilerplate = set(range(4))
    texts = [boilerplate | {1000 + number} for number in range(sketches.FEW_DOCUMENTS + 1)]
    assert not any(sketched(rows_of(texts)).alone)
    assert looked_up(sketched(rows_of(texts)), 0)
