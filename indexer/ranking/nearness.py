"""A closer look at the reports that come first: what their texts tell beyond how often words occur. Pure.

*Nearness*: words that belong together stand together. *Exactness*: either script finds both, but a literal is
exact only where it stands in the script in which it was typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from indexer.deadline import check
from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs, places

REFINED_REPORTS = 20
"""So many are looked at."""
WINDOW_CHARACTERS = 40


class Nearness:
    """Looks at reports for one query. `words` are those to find near one another, with their idf."""

    def __init__(self, query: Query, words: Mapping[str, float]) -> None:
        self._words = words
        self._idf = sum(words.values())
        self.tells = len(words) > 1 and self._idf > 0
        """False where nearness could tell no two reports apart."""
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._scripts = [(keeping_script(typed), text) for typed, text in texts]

    def exact_in_normal_script(self) -> bool:
        """True if the query was typed in normal script: then a report in that script needs no look."""
        return all(typed == text for typed, text in self._scripts)

    def exact(self, blocks: Iterable[str]) -> bool:
        """True if a report of these blocks, which matches literally, does so in the script that was typed."""
        check()
        kept = [keeping_script(block) for block in blocks]
        return all(any(occurs(block, typed) for block in kept) for typed, _ in self._scripts)

    def of(self, text: str) -> float:
        """How near to one another the words stand in a normal form, from 0 to 1: the largest share of their
        idf whose words begin within one window of the text, each word counted once."""
        standing = sorted(self._standing(text))
        within: Counter[str] = Counter()
        most = now = 0.0
        first = 0
        for at, word in standing:
            if not within[word]:
                now += self._words[word]
            within[word] += 1
            while at - standing[first][0] > WINDOW_CHARACTERS:
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
