"""A text comes back from its normal form and the differences, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from indexer.text.differences import Difference, differences, restored
from indexer.text.fold import Folded
from tests.support.strategies import anything, meeting, texts


@given(texts | meeting | anything)
def test_any_text_comes_back(text: str) -> None:
    folded = Folded.of(text)
    found = differences(text, folded)
    assert restored(folded.text, found) == text
    behind = 0
    for at, length, piece in found:
        assert behind <= at
        assert piece != folded.text[at : at + length]
        behind = at + length
    assert behind <= len(folded.text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("争先进位", []),
        ("他说“转型”", [(2, 1, "“"), (5, 1, "”")]),
        ("增长7℃", [(3, 2, "℃")]),
        ("\u3000\u3000江 苏\n", [(0, 0, "\u3000\u3000"), (1, 0, " "), (2, 0, "\n")]),
        ("1,260亿", [(1, 0, ",")]),
        ("e\u0301", [(0, 1, "e\u0301")]),
        (" \n ", [(0, 0, " \n ")]),
    ],
)
def test_only_what_differs_is_kept(text: str, found: list[Difference]) -> None:
    assert differences(text, Folded.of(text)) == found
