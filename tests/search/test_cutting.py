"""Where a paragraph may be cut: what the fast expressions find is what their definitions do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.cutting import _CLAUSE, _CLOSING, PASSAGE_CHARACTERS, Cutter, _Around
from indexer.text.normal import Normal
from indexer.text.sentences import ENDS
from tests.support.strategies import pieces

DEFINED = re.compile(
    rf"(?:[{ENDS}！？；、…]|[，,:：—](?!\d)|(?<!\d)[，,:：—]|\.(?=\s))+{_CLOSING}"  # not in 1,260 and 10:30
)
dense = st.text(st.sampled_from("12a港 \n.,，:：—、…。！;”)"), max_size=20)
"""Text full of what may end a clause or stand in a number."""


@given(pieces | dense)
def test_a_clause_ends_where_its_definition_says(text: str) -> None:
    assert [one.span() for one in _CLAUSE.finditer(text)] == [one.span() for one in DEFINED.finditer(text)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1,260亿，5.2%", [7]),
        ("10:30: 开会", [6]),
        ("共1,", [3]),
        ("U.S. Open", [4]),
        ("甲：“乙”、丙", [2, 6]),
    ],
)
def test_a_clause_does_not_end_inside_of_a_number(text: str, ends: list[int]) -> None:
    assert [one.end() for one in _CLAUSE.finditer(text)] == ends


@given(
    dense.map(lambda text: f"{text}港{text}" * 9),
    st.integers(0, PASSAGE_CHARACTERS),
    st.integers(0, PASSAGE_CHARACTERS),
)
def test_what_is_no_longer_than_a_passage_is_shown_whole(text: str, low: int, more: int) -> None:
    """Looking for good places would come to the same."""
    at = text.index("港", min(low, text.rindex("港")))
    low, high = min(low, at), max(at + 1, min(len(text), low + more))
    cutter = Cutter(text, Normal.of([text], [False]), 0, [(0, 1, "港")])
    if high - low <= PASSAGE_CHARACTERS:
        assert cutter.extent(at, at + 1, low, high) == (low, high)
        assert _Around(cutter, at, at + 1).extent(low, high) == (low, high)
