"""What jianbao's ranking is compared with: BM25 over words and nothing else, any word may match.

Normal form and words are jianbao's own, so only the ranking differs. k1 = 1.2, b = 0.75, Lucene's idf.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from benchmarks.relevance.sets import Passage
from indexer.text.fold import fold
from indexer.text.words import words

K1 = 1.2
B = 0.75

_Postings = tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]


class Plain:
    """BM25 over the words of titles and texts."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._ids = [one.id for one in passages]
        held = [Counter(words(fold(one.title)) + words(fold(one.text))) for one in passages]
        lengths = np.array([one.total() for one in held], dtype=np.float64)
        self._norms = K1 * (1 - B + B * lengths / max(1.0, lengths.mean()))
        self._postings = _postings(held)

    def first(self, question: str, limit: int) -> list[str]:
        """The ids of the best passages, the best first; ties in the passages' order."""
        scores = np.zeros(len(self._ids))
        for word in sorted(set(words(fold(question))) & self._postings.keys()):
            where, frequencies = self._postings[word]
            idf = log1p((len(self._ids) - where.size + 0.5) / (where.size + 0.5))
            scores[where] += idf * (K1 + 1) * frequencies / (frequencies + self._norms[where])
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
