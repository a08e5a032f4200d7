"""Strings held as arrays: found by number and by text, however much of them is the same."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_store.segment.arrays import Arrays, ArraysWriter, RisingStrings, rising_arrays_of

TEXTS = st.text("港口码a\0", max_size=6).map(str.encode)
"""Many of them have their first eight bytes in common, or end with what fills up the shorter."""


def held(path: Path, strings: list[bytes]) -> RisingStrings:
    with ArraysWriter(path) as file:
        for name, array in rising_arrays_of(strings).items():
            file.add(f"texts.{name}", array)
    return RisingStrings(Arrays(path), "texts")


@given(st.sets(TEXTS, max_size=30).map(sorted), st.lists(TEXTS, min_size=1, max_size=10))
def test_strings_are_found_where_they_are(
    tmp_path_factory: pytest.TempPathFactory, strings: list[bytes], asked: list[bytes]
) -> None:
    rising = held(tmp_path_factory.mktemp("strings") / "arrays", strings)
    assert list(rising) == strings == [rising[number] for number in range(len(rising))]
    for text in (*strings, *asked):
        assert rising.place(text) == bisect_left(strings, text)
        assert rising.find(text) == (strings.index(text) if text in strings else None)
