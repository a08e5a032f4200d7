"""How many reports of a commit have a text, and how many have it as a word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from weakref import WeakKeyDictionary

from indexer.query import Literal
from indexer.ranking.weights import BODY
from indexer.text.literal import has_edge
from indexer.whoosh_store.searcher.evaluate import LeafQuery
from indexer.whoosh_store.searcher.leaves import Leaves

_COUNTS: WeakKeyDictionary[Leaves, dict[str, int]] = WeakKeyDictionary()
"""What was counted before: the same literals come up with every letter typed."""
REMEMBERED_COUNTS = 4096


def reports(leaves: Leaves, text: str) -> int:
    """How many reports hold a literal."""
    if len(text) == 2 and not has_edge(text):
        return sum(
            leaf.count_listed(leaf.columns.grams, leaf.columns.with_pair(text)) for leaf in leaves.each
        )
    counts = _COUNTS.setdefault(leaves, {})
    if (count := counts.get(text)) is None:
        literal = Literal(text, text)
        count = sum(LeafQuery(leaf, [literal]).find(literal).literal.size for leaf in leaves.each)
        if len(counts) >= REMEMBERED_COUNTS:
            counts.clear()
        counts[text] = count
    return count


def having(leaves: Leaves, word: str, known: Sequence[int | None] = ()) -> int:
    """How many reports have a word, the number of which may be known in some leaves."""
    numbers = zip_longest(leaves.each, known)
    return sum(
        leaf.count_listed(
            leaf.columns.words[BODY],
            leaf.columns.terms[BODY].find(word.encode()) if number is None else number,
        )
        for leaf, number in numbers
    )
