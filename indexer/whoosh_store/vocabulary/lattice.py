"""Texts each character of which is one of several, looked for in one segment as words side by side.

In how many documents words a b c stand together is estimated from the words and from the pairs of characters
at their seams: n(a) p(ab) p(bc), where p(ab) = n(lf) / n(l) n(b) / n(f) for the last character l of a and the
first one f of b; n(l) counts the words that end in l, n(f) those that begin with f. The likeliest ways
through the lattice of all words that are spelt so are found from left to right, and at each place some are
kept: a beam search, as input methods do it. (Manning, Schütze: Foundations of Statistical Natural Language
Processing, 1999, ch. 9.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.ranking.likeliness import LIKELINESS_OF_SINGLES
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.vocabulary.pairs import Pairs, pairs_of
from indexer.whoosh_store.vocabulary.words import Points, Words, ranges, words_of

KEPT, KEPT_OF_ONE = 128, 32
"""So many beginnings are followed up at each place, and so many ways to go on from there; fewer will do where
all characters but one are known."""

_Numbers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts of one length, a row each, and the logarithm of in how many documents each is expected."""

    chars: Points
    weights: _Floats

    def best(self, most: int) -> _Texts:
        kept = _likeliest(self.weights, most)
        return _Texts(self.chars[kept], self.weights[kept])


def texts(
    columns: Columns, choices: Sequence[Points | None], most: int, kept: int = KEPT
) -> Iterator[tuple[str, float]]:
    """The likeliest texts, and in how many documents each is expected. None is the choice of any Chinese
    character. So many are `kept` at each place."""
    lattice = _Lattice(pairs_of(columns), words_of(columns), choices, kept)
    found = lattice.whole().best(most)
    for chars, weight in zip(found.chars.tolist(), np.exp(found.weights.round(9)).tolist(), strict=True):
        yield "".join(map(chr, chars)), weight


class _Lattice:
    def __init__(self, pairs: Pairs, words: Words, choices: Sequence[Points | None], kept: int) -> None:
        self._pairs, self._words, self._choices, self._kept = pairs, words, choices, kept

    def whole(self) -> _Texts:
        size = len(self._choices)
        begun: list[list[_Texts]] = [[] for _ in range(size + 1)]
        begun[0] = [_Texts(np.zeros((1, 0), np.int64), np.zeros(1))]
        for at in range(size):
            if begun[at]:
                before = _joined(begun[at]).best(self._kept)
                for words in self._words_at(at):
                    begun[at + words.chars.shape[1]].append(self._followed(before, words) if at else words)
        return _joined(begun[-1]) if begun[-1] else _Texts(np.zeros((0, size), np.int64), np.zeros(0))

    def _words_at(self, at: int) -> Iterator[_Texts]:
        for end in range(at + 1, len(self._choices) + 1):
            chars, often = self._words.spelt(self._choices[at:end])
            if often.size:
                single = np.log(LIKELINESS_OF_SINGLES) if end == at + 1 else 0.0
                yield _Texts(chars, np.log(np.maximum(1, often)) + single)

    def _followed(self, before: _Texts, words: _Texts) -> _Texts:
        """The likeliest of the texts, each followed by each of the words. None is missed: the text that one
        of them begins with is among the likeliest with the likeliest word behind it."""
        lasts, begun = _grouped(before.chars[:, -1], before.weights)
        firsts, going_on = _grouped(words.chars[:, 0], words.weights)
        last, first, often = self._pairs.between(lasts, firsts)
        seams = np.log(often) - self._words.ending_in(lasts)[last] - self._words.beginning_with(firsts)[first]
        one, at = begun.members(last)
        reach = before.weights[one] + (seams + going_on.best[first])[at]
        kept = _likeliest(reach, self._kept)
        one, at = one[kept], at[kept]
        other, back = going_on.members(first[at])
        weights = (before.weights[one] + seams[at])[back] + words.weights[other]
        kept = _likeliest(weights, self._kept)
        chars = np.hstack([before.chars[one[back[kept]]], words.chars[other[kept]]])
        return _Texts(chars, weights[kept])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Members that have a character in common, group by group: their numbers, where the group of each
    character begins, and the weight of its likeliest member."""

    order: _Numbers
    starts: _Numbers
    best: _Floats

    def members(self, groups: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Those of some groups, and for each of them which of these groups it is from."""
        begin, end = self.starts[groups], self.starts[groups + 1]
        return self.order[ranges(begin, end)], np.repeat(np.arange(groups.size), end - begin)


def _grouped(chars: Points, weights: _Floats) -> tuple[Points, _Groups]:
    """The characters, each once and rising, and the members that have them."""
    order = np.argsort(chars, kind="stable")
    sorted_ = chars[order]
    starts = np.flatnonzero(np.diff(sorted_, prepend=-1))
    best = np.maximum.reduceat(weights[order], starts) if starts.size else weights
    return sorted_[starts], _Groups(order, np.append(starts, chars.size), best)


def _likeliest(weights: _Floats, most: int) -> _Numbers:
    return np.arange(weights.size) if weights.size <= most else np.argpartition(-weights, most)[:most]


def _joined(some: Sequence[_Texts]) -> _Texts:
    return _Texts(np.concatenate([one.chars for one in some]), np.concatenate([one.weights for one in some]))
