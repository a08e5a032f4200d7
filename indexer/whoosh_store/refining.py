"""A closer look at the documents that come first: what their texts say beyond how often words occur.

*Nearness* is the largest share of the query's idf that stands within one window of a block: words that
belong together stand together. A literal is *exact* where it stands in the script in which it was typed, for
either script finds both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs
from indexer.whoosh_store.snapshot import Leaf

REFINED = 50
"""So many documents are looked at."""
WINDOW = 40
"""Characters."""


class Refiner:
    """Looks at documents for one query. `words` are those to find near one another, with their idf."""

    def __init__(self, query: Query, words: Mapping[str, float]) -> None:
        self._words = words
        self._idf = sum(words.values())
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._scripts = [(keeping_script(typed), text) for typed, text in texts]

    def exact(self, leaf: Leaf, document: int) -> bool:
        """True if a document that matches literally does so in the script that was typed."""
        if not leaf.columns.other_script[document]:  # all of it is simplified, as normal forms are
            return all(typed == text for typed, text in self._scripts)
        blocks = [keeping_script(block.text) for block in leaf.columns.report(document).blocks]
        return all(any(occurs(block, typed) for block in blocks) for typed, _ in self._scripts)

    def nearness(self, leaf: Leaf, document: int) -> float:
        """How near to one another the words stand, from 0 to 1."""
        if len(self._words) < 2 or not self._idf:
            return 0.0
        blocks = leaf.columns.text.blocks(document)
        return max(map(self._nearest, blocks), default=0.0) / self._idf

    def _nearest(self, block: str) -> float:
        """The most idf that stands in one window of the block, each word counted once."""
        places = sorted((at, word) for word in self._words for at in _places(block, word))
        within: Counter[str] = Counter()
        most = now = 0.0
        first = 0
        for at, word in places:
            if not within[word]:
                now += self._words[word]
            within[word] += 1
            while at - places[first][0] > WINDOW:
                left = places[first][1]
                within[left] -= 1
                if not within[left]:
                    now -= self._words[left]
                first += 1
            most = max(most, now)
        return most


def _places(text: str, word: str) -> Iterable[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
