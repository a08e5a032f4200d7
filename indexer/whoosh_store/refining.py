"""A closer look at the documents that come first: what their texts say beyond how often words occur.

*Nearness*: words that belong together stand together. A literal is *exact* where it stands in the script in
which it was typed, for either script finds both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from indexer.budget import check
from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs, places
from indexer.whoosh_store.snapshot import Leaf

REFINED = 20
"""So many documents are looked at."""
WINDOW = 40
"""Characters."""


class Refiner:
    """Looks at documents for one query. `words` are those to find near one another, with their idf."""

    def __init__(self, query: Query, words: Mapping[str, float]) -> None:
        self._words = words
        self._idf = sum(words.values())
        self.near = len(words) > 1 and self._idf > 0
        """False where nearness could tell no two documents apart."""
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._scripts = [(keeping_script(typed), text) for typed, text in texts]

    def exact(self, leaf: Leaf, document: int) -> bool:
        """True if a document that matches literally does so in the script that was typed."""
        if not leaf.columns.other_script[document]:  # all of it is simplified, as normal forms are
            return all(typed == text for typed, text in self._scripts)
        check()
        blocks = [keeping_script(block.text) for block in leaf.columns.report(document).blocks]
        return all(any(occurs(block, typed) for block in blocks) for typed, _ in self._scripts)

    def nearness(self, leaf: Leaf, document: int) -> float:
        """How near to one another the words stand, from 0 to 1: the largest share of their idf whose words
        begin within one window of the text, each word counted once."""
        text = leaf.columns.text.whole(document)
        standing = sorted(self._standing(text))
        within: Counter[str] = Counter()
        most = now = 0.0
        first = 0
        for at, word in standing:
            if not within[word]:
                now += self._words[word]
            within[word] += 1
            while at - standing[first][0] > WINDOW:
                left = standing[first][1]
                within[left] -= 1
                if not within[left]:
                    now -= self._words[left]
                first += 1
            most = max(most, now)
        return most / self._idf

    def _standing(self, text: str) -> Iterator[tuple[int, str]]:
        for word in self._words:
            check()
            for at in places(text, word):
                yield at, word
