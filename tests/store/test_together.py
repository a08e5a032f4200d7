"""Literals in one sentence or block, looked for in many texts at once: what looking into each would find."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normal import END_OF_BLOCK
from indexer.text.sentences import ENDS
from indexer.whoosh_store.searcher import together as searcher
from indexer.whoosh_store.searcher.together import together
from indexer.whoosh_store.segment.texts import Texts, arrays_of_texts

dense = st.text(st.sampled_from(f"甲乙丙𠮷{ENDS}{END_OF_BLOCK}"), max_size=12).map(
    lambda text: text + END_OF_BLOCK
)
literals = st.lists(st.text(st.sampled_from("甲乙丙𠮷"), min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.mark.parametrize("ends", [END_OF_BLOCK, ENDS + END_OF_BLOCK])
@given(st.lists(dense, min_size=1, max_size=9), literals, st.data())
def test_they_stand_together_where_a_look_says_so(
    ends: str, held: list[str], wanted: list[str], data: st.DataObject
) -> None:
    some = sorted(data.draw(st.sets(st.integers(0, len(held) - 1))))
    texts = Texts({f"text{name}": array for name, array in arrays_of_texts(held).items()}, "text")  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searcher, "UNITS_AT_ONCE", 16)
        found = together(texts, np.array(some, np.uint32), wanted, ends)
    pieces = [re.split(f"[{ends}]", held[number]) for number in some]
    assert found.tolist() == [
        any(all(one in piece for one in wanted) for piece in document) for document in pieces
    ]
