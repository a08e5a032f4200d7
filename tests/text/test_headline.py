"""Where a line of a headline may begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import line_breaks


@pytest.mark.parametrize(
    "headline",
    [
        "新疆|新能源|装机容量|突破|3000万千瓦",  # a number stands with its unit
        "推動|經濟|發展",  # a word is one in either script
        "ＡＩ|赋能：《通知》发布|后，各地|积极|落实",  # beside punctuation browsers know by themselves
        "港口的|建设",
        "",
    ],
)
def test_a_line_begins_with_a_word(headline: str) -> None:
    parts = headline.split("|")
    begins = [sum(map(len, parts[:number])) for number in range(1, len(parts))]
    assert [*line_breaks("".join(parts))] == begins


@given(st.text())
def test_breaks_are_places_within_the_text(text: str) -> None:
    found = line_breaks(text)
    assert [*found] == sorted({*found} & {*range(1, len(text))})
    assert all(not text[at - 1].isspace() or not text[at].isspace() for at in found)
