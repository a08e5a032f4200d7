"""THE ORDER: which of two reports stands first, by relevance. Every store obeys it. Pure.

1. Who types *keywords* looks for these very characters: first stands what holds them literally, then what
   has all their words. What has only some of them is set apart.
2. A *sentence* (a title, a question) is more than a few words in one keyword. It hardly stands anywhere as it
   was typed, and in a long report all its words stand somewhere by chance. So all that matches, in whatever
   manner, is one list, and the score decides.
3. The score is BM25 over the report's words, its title and its pairs of characters (`weights.py`).
4. To those of the first fifty, for keywords twenty, is added what their texts tell beyond how often a word
   occurs (`evidence.py`): the worth of the passage that holds most of the query, by its words and, the more
   the longer the report is, by its pairs. A *question* is answered in one place, so the pairs count wholly
   for it. All else names what a report is about, which its opening says: the pairs of a passage count half,
   and so does the worth of the opening. Nothing is taken away, so what comes behind these reports stays
   behind them.
5. Keywords: of these literal matches those come first that have in the script that was typed whatever they
   have of the query.
6. Ties fall to the newer date, then to the id.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.query import Keyword, Node, leaves
from indexer.ranking.weights import relaxation
from indexer.text.words import asks

FEW_WORDS = 3
"""A keyword of more telling words is a sentence."""
EXAMINED_REPORTS, EXAMINED_FOR_KEYWORDS = 50, 20
EXAMINED_CHARACTERS = 200_000
"""So many reports are looked into, as far as their texts together are no longer. Of three sets of
`benchmarks.relevance` no figure is another with four hundred. To compare scripts, as is done for keywords,
reports must be read as they were written."""

LONG_CHARACTERS = 2000
"""In a report up to so long the pairs of a passage count nothing; so much as `Look.pairs` says in an endless
one."""

Floats = npt.NDArray[np.float64]


def is_sentence(root: Node) -> bool:
    """True of a query with a keyword that is a sentence; what it excludes, and quotations, are none."""
    keywords = (one for one in leaves(root, unwanted=False) if isinstance(one, Keyword))
    asked = filter(None, map(relaxation, keywords))
    return any(len(one.texts) > FEW_WORDS for one in asked)


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look at a report counts: of the worth of its opening so much, and of its best passage all
    of the words and so much of the pairs."""

    opening: float
    pairs: float

    @classmethod
    def of(cls, root: Node) -> Look:
        texts = [one.text for one in leaves(root, unwanted=False) if isinstance(one, Keyword)]
        return _FOR_QUESTIONS if any("?" in text or asks(text) for text in texts) else _FOR_TITLES

    def worth_of_passages(self, words: Floats, pairs: Floats, characters: Floats) -> Floats:
        """What passages count, given the worth of the words and of the pairs in each, and how long the report
        is that it stands in."""
        return words + self.pairs * np.maximum(0, 1 - LONG_CHARACTERS / np.maximum(1, characters)) * pairs


_FOR_QUESTIONS = Look(opening=0.0, pairs=1.0)
_FOR_TITLES = Look(opening=0.5, pairs=0.5)
