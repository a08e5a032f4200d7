"""Texts each character of which is one of several, looked for in one segment as words side by side.

In how many documents words a b c stand together is estimated from the words and from the pairs of characters
at their seams: n(a) p(ab) p(bc), where p(ab) = n(lf) / n(l) n(b) / n(f) for the last character l of a and the
first one f of b. The likeliest ways through the lattice of all words that are spelt so are found from left to
right, and at each place some are kept: a beam search, as input methods do it. (Manning, Schütze: Foundations
of Statistical Natural Language Processing, 1999, ch. 9.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.vocabulary.pairs import Pairs, pairs_of
from indexer.whoosh_store.vocabulary.words import Points, Words, words_of

KEPT = 48
"""So many beginnings are followed up at each place."""
_ENDING_SO, _BEGINNING_SO = 2, 3
"""Of the beginnings with the same last character, and of the words with the same first one, so many."""
SINGLE = 10
"""A word of one character is so many times less likely to be meant."""

_Numbers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts of one length, a row each, and the logarithm of in how many documents each is expected."""

    chars: Points
    weights: _Floats

    def best(self, most: int) -> _Texts:
        if self.weights.size <= most:
            return self
        kept = np.argpartition(-self.weights, most)[:most]
        return _Texts(self.chars[kept], self.weights[kept])

    def ranked(self, column: int) -> tuple[Points, _Numbers, _Numbers]:
        """The different characters of a column, which of them each text has, and each text's rank among those
        that have the same."""
        chars, of = np.unique(self.chars[:, column], return_inverse=True)
        order = np.lexsort((-self.weights, of))
        firsts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=chars.size))])
        rank = np.empty_like(of)
        rank[order] = np.arange(of.size) - firsts[of[order]]
        return chars, of, rank


def texts(columns: Columns, choices: Sequence[Points | None], most: int) -> Iterator[tuple[str, float]]:
    """The likeliest texts, and in how many documents each is expected. None is the choice of any Chinese
    character."""
    lattice = _Lattice(pairs_of(columns), words_of(columns), choices)
    found = lattice.whole().best(most)
    for chars, weight in zip(found.chars.tolist(), np.exp(found.weights.round(9)).tolist(), strict=True):
        yield "".join(map(chr, chars)), weight


class _Lattice:
    def __init__(self, pairs: Pairs, words: Words, choices: Sequence[Points | None]) -> None:
        self._pairs, self._words, self._choices = pairs, words, choices

    def whole(self) -> _Texts:
        size = len(self._choices)
        begun: list[list[_Texts]] = [[] for _ in range(size + 1)]
        begun[0] = [_Texts(np.zeros((1, 0), np.int64), np.zeros(1))]
        for at in range(size):
            if begun[at]:
                before = _joined(begun[at]).best(KEPT)
                for words in self._words_at(at):
                    begun[at + words.chars.shape[1]].append(self._followed(before, words) if at else words)
        return _joined(begun[-1]) if begun[-1] else _Texts(np.zeros((0, size), np.int64), np.zeros(0))

    def _words_at(self, at: int) -> Iterator[_Texts]:
        for end in range(at + 1, len(self._choices) + 1):
            chars, often = self._words.spelt(self._choices[at:end])
            if often.size:
                single = np.log(SINGLE) if end == at + 1 else 0.0
                yield _Texts(chars, np.log(np.maximum(1, often)) - single)

    def _followed(self, before: _Texts, words: _Texts) -> _Texts:
        """The likeliest of the texts, each followed by each of the words."""
        lasts, last_of, last_rank = before.ranked(-1)
        firsts, first_of, first_rank = words.ranked(0)
        last, first, often = self._pairs.between(lasts, firsts)
        held = self._words.held
        seam = (
            np.log(often)
            - np.log(np.maximum(1, held[lasts[last]]))
            - np.log(np.maximum(1, held[firsts[first]]))
        )
        found = []
        for some in _ranks(last_of, last_rank, lasts.size, _ENDING_SO):
            for others in _ranks(first_of, first_rank, firsts.size, _BEGINNING_SO):
                one, other = some[last], others[first]
                there = (one >= 0) & (other >= 0)
                found.append((one[there], other[there], seam[there]))
        one, other, seam = (np.concatenate(part) for part in zip(*found, strict=True))
        weights = before.weights[one] + seam + words.weights[other]
        if weights.size > KEPT:
            kept = np.argpartition(-weights, KEPT)[:KEPT]
            one, other, weights = one[kept], other[kept], weights[kept]
        return _Texts(np.hstack([before.chars[one], words.chars[other]]), weights)


def _ranks(of: _Numbers, rank: _Numbers, count: int, most: int) -> Iterator[_Numbers]:
    """For each rank the text of each character that has it; -1 where none has."""
    for wanted in range(most):
        texts = np.full(count, -1)
        here = np.flatnonzero(rank == wanted)
        texts[of[here]] = here
        yield texts


def _joined(some: Sequence[_Texts]) -> _Texts:
    return _Texts(np.concatenate([one.chars for one in some]), np.concatenate([one.weights for one in some]))
