"""Equal numbers among many."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.kinds import kinds

NUMBERS = st.integers(0, 9) | st.integers(0, 2**64 - 1)


@given(st.lists(NUMBERS))
def test_each_kind_has_one_place_and_each_number_its_kind(numbers: list[int]) -> None:
    keys = np.array(numbers, np.uint64)
    places, of = kinds(keys)
    assert keys[places][of].tolist() == numbers
    assert len({*keys[places].tolist()}) == places.size


def test_kinds_that_share_a_slot_are_told_apart() -> None:
    keys = np.array([1, 2, 3, 1, 2, 3] * 3 + [*range(1000)] * 2, np.uint64)
    places, of = kinds(np.sort(keys)[::-1])
    assert places.size == 1000
    assert np.array_equal(np.sort(np.unique(of)), np.arange(1000))
