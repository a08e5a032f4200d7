"""What jianbao's ranking is compared with: BM25 over words, over pairs of characters, and over both, any of
which may match.

Normal form and words are jianbao's own, so only the ranking differs. k1 = 1.2, b = 0.75, Lucene's idf.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from benchmarks.relevance.sets import Passage
from indexer.text.fold import fold

K1 = 1.2
B = 0.75

Scores = npt.NDArray[np.float64]

_Postings = tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters of a normal form."""
    return list(map(str.__add__, text, text[1:]))


class Plain:
    """BM25 over the terms of titles and texts: the words of their normal forms, or the pairs."""

    def __init__(self, passages: Sequence[Passage], terms: Callable[[str], list[str]]) -> None:
        self._ids, self._terms = [one.id for one in passages], terms
        held = [Counter(terms(fold(one.title)) + terms(fold(one.text))) for one in passages]
        lengths = np.array([one.total() for one in held], dtype=np.float64)
        self._norms = K1 * (1 - B + B * lengths / max(1.0, lengths.mean()))
        self._postings = _postings(held)

    def first(self, question: str, limit: int) -> list[str]:
        """The ids of the best passages, the best first; ties in the passages' order."""
        return self.best(self.scores(question), limit)

    def scores(self, question: str) -> Scores:
        scores = np.zeros(len(self._ids))
        for term in sorted(set(self._terms(fold(question))) & self._postings.keys()):
            where, frequencies = self._postings[term]
            idf = log1p((len(self._ids) - where.size + 0.5) / (where.size + 0.5))
            scores[where] += idf * (K1 + 1) * frequencies / (frequencies + self._norms[where])
        return scores

    def best(self, scores: Scores, limit: int) -> list[str]:
        """The ids of the passages of the best scores."""
        best = np.argsort(-scores, kind="stable")[:limit]
        return [self._ids[n] for n in best.tolist() if scores[n] > 0]


def _postings(held: Sequence[Counter[str]]) -> dict[str, _Postings]:
    """Word -> the passages that have it, and how often."""
    gathered: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, counted in enumerate(held):
        for word, frequency in counted.items():
            gathered[word].append((number, frequency))
    return {
        word: (np.array([n for n, _ in pairs], dtype=np.intp), np.array([f for _, f in pairs], dtype=float))
        for word, pairs in gathered.items()
    }
