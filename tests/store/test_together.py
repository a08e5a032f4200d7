"""What is looked for in many texts at once: what looking into each would find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import All, AnyOf, Literal, Near, Node, Not, Pattern, Scope
from indexer.query.nodes import holds
from indexer.text.normal import END_OF_BLOCK
from indexer.text.sentences import ENDS
from indexer.whoosh_store.searcher import many, together
from indexer.whoosh_store.searcher.many import Kept
from indexer.whoosh_store.searcher.patterns import with_pattern
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts, arrays_of_texts

CHARACTERS = f'甲𠮷a1.")」{ENDS}'
documents = st.lists(
    st.text(st.sampled_from(CHARACTERS + END_OF_BLOCK), max_size=12).map(lambda text: text + END_OF_BLOCK),
    min_size=1,
    max_size=9,
)
pieces = st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=3)

plain = st.text(st.sampled_from("甲𠮷a1"), min_size=1, max_size=2)


@st.composite
def patterns(draw: st.DrawFn, pieces: st.SearchStrategy[str]) -> Pattern:
    """Of two pieces or more, the last of which may be empty."""
    first, middle = draw(pieces), draw(st.lists(pieces, max_size=3))
    held = (first, *middle, draw(pieces | st.just("")))
    fewest = [draw(st.integers(0, 2)) for _ in held[1:]]
    gaps = tuple((one, one + draw(st.sampled_from([0, 3] if one else [3]))) for one in fewest)
    return Pattern("", held, gaps)


def several(parts: st.SearchStrategy[Node], fewest: int) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(parts, min_size=fewest, max_size=3).map(tuple)


def nears(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[Near]:
    literals = pieces.map(lambda text: Literal(text, text))
    nodes: st.SearchStrategy[Node] = st.recursive(
        literals | patterns(pieces),
        lambda inner: st.one_of(
            inner.map(Not),
            st.builds(All, several(inner, 1)),
            st.builds(AnyOf, several(inner, 1)),
            st.builds(Near, st.sampled_from(Scope), several(inner, 2)),
        ),
        max_leaves=4,
    )
    return st.builds(Near, st.sampled_from(Scope), several(nodes, 2))


def texts_of(held: Sequence[str]) -> Texts:
    return Texts({f"text{name}": array for name, array in arrays_of_texts(held).items()}, "text")  # type: ignore[arg-type]


def some_of(data: st.DataObject, held: Sequence[str]) -> Docs:
    return np.array(sorted(data.draw(st.sets(st.integers(0, len(held) - 1)))), np.uint32)


def by_a_look(held: Sequence[str], some: Docs, node: Node) -> list[bool]:
    return [any(holds(block, node) for block in held[one].split(END_OF_BLOCK)[:-1]) for one in some]


@pytest.fixture(autouse=True)
def in_small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "UNITS_AT_ONCE", 16)


@given(documents, patterns(pieces), st.data())
def test_patterns_stand_where_a_look_says_so(held: list[str], pattern: Pattern, data: st.DataObject) -> None:
    some = some_of(data, held)
    found: Kept = with_pattern(texts_of(held), some, pattern)
    assert found.tolist() == by_a_look(held, some, pattern)


@given(documents, nears(pieces) | nears(plain), st.sampled_from([0, 1 / 4, 1]), st.data())
def test_things_stand_near_one_another_where_a_look_says_so(
    held: list[str], near: Near, few: float, data: st.DataObject
) -> None:
    some = some_of(data, held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "FEW", few)
        patch.setattr(together, "MANY_PARTS", 1)
        found: Kept = together.together(texts_of(held), some, near)
    assert found.tolist() == by_a_look(held, some, near)
