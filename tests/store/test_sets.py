"""Sets of documents: what is worked out by looking up and what by a map is what Python's sets say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_store.searcher.sets import Meeting, difference, intersection
from indexer.whoosh_store.segment.postings import Docs

WITHIN = 20_000
SIZES = (0, 1, 7, 99, 100, 101, 1500, 1700, WITHIN)
"""Around what parts the few from the many, and one much longer than another."""


def some(size: int, seed: int) -> Docs:
    chosen = np.random.default_rng(seed).choice(WITHIN, size, replace=False)
    return np.sort(chosen).astype(np.uint32)


@pytest.mark.parametrize("size", SIZES)
@given(st.sampled_from(SIZES), st.integers(0, 9))
def test_sets_meet_where_they_do(size: int, other: int, seed: int) -> None:
    one, two = some(size, seed), some(other, seed + 100)
    both, only = {*one.tolist()} & {*two.tolist()}, {*one.tolist()} - {*two.tolist()}
    assert intersection([one, two]).tolist() == sorted(both)
    assert difference(one, two).tolist() == sorted(only)
    at, places = Meeting(one, WITHIN).of(two)
    assert sorted(one[at].tolist()) == sorted(both)
    assert one[at].tolist() == two[places].tolist()


def test_a_meeting_may_be_had_with_many_sets() -> None:
    meeting = Meeting(some(1000, 1), WITHIN)
    for size in (50, 500, 5000, WITHIN):
        other = some(size, size)
        at, places = meeting.of(other)
        assert some(1000, 1)[at].tolist() == other[places].tolist()
