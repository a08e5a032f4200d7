"""A closer look at the texts of the reports that come first: what a passage and the opening hold of a query.

Pure. Words that belong together stand together, in a passage; and what a report is about it says at its
opening, whether or not it has a title. How much either counts says `order.Look`. A piece of text is worth the
idf of the words and pairs in it, each weighed as in the score, once, however often it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.ranking.order import Floats, Look
from indexer.text.normal import Units, units

PASSAGE_CHARACTERS = 50
"""Passages begin at every half of one."""
OPENING_CHARACTERS = 200
"""Of both, in UTF-16: characters are counted in its units."""
MOST_LOOKED_FOR = 128
"""The words and pairs of a query that are worth most: more of them tell nothing new."""

_Numbers = npt.NDArray[np.intp]

_HALF = PASSAGE_CHARACTERS // 2
_UNITS = 1 << 16


class Evidence:
    """What is looked for in texts: words and pairs, with what each is worth, and what a look counts."""

    def __init__(self, words: Mapping[str, float], pairs: Mapping[str, float], look: Look) -> None:
        self._look = look
        worth = {text: (words.get(text, 0.0), pairs.get(text, 0.0)) for text in {**words, **pairs}}
        chosen = nlargest(MOST_LOOKED_FOR, worth, key=lambda text: (sum(worth[text]), text))
        self._worth = np.array([worth[text] for text in chosen]).reshape(-1, 2)
        self._needles = _Needles([units(text) for text in chosen])

    def of(self, texts: Sequence[Units]) -> Floats:
        """What each of the texts adds to the score of its report."""
        check()
        sizes = np.array([text.size for text in texts], np.intp)
        starts = np.cumsum(sizes) - sizes
        at, needle = self._needles.standing(np.concatenate(texts))
        text = starts.searchsorted(at, "right") - 1
        behind = at - starts[text]
        best = self._best_passages(text, behind, needle, sizes)
        if not self._look.opening:
            return best
        early = behind < OPENING_CHARACTERS
        opening: Floats = self._held(text[early], needle[early], sizes.size) @ self._worth.sum(axis=1)
        return self._look.opening * opening + best

    def _best_passages(self, text: _Numbers, behind: _Numbers, needle: _Numbers, sizes: _Numbers) -> Floats:
        halves = sizes // _HALF + 1
        ends = np.cumsum(halves)
        firsts = ends - halves
        held = self._held(firsts[text] + behind // _HALF, needle, int(ends[-1]))
        passages = held.copy()
        passages[:-1] |= held[1:]
        passages[ends - 1] = held[ends - 1]  # no passage reaches into the next text
        words, pairs = (passages @ self._worth).T
        return np.maximum.reduceat(
            self._look.worth_of_passages(words, pairs, np.repeat(sizes, halves)), firsts
        )

    def _held(self, place: _Numbers, needle: _Numbers, places: int) -> npt.NDArray[np.bool_]:
        """Which needles are held in which of so many places."""
        held = np.zeros((places, len(self._worth)), np.bool_)
        held[place, needle] = True
        return held


class _Needles:
    """Short texts that are looked for all at once, by the pairs of units that they begin with."""

    def __init__(self, needles: Sequence[Units]) -> None:
        self._needles = needles
        self._longest = max(map(len, needles), default=0)
        begins = {(int(one[0]), int(one[1])) for one in needles if one.size > 1}
        self._pairs = _pairs(*np.array(sorted(begins), np.uint16).reshape(-1, 2).T)
        self._begins, self._goes_on = np.zeros((2, _UNITS), np.bool_)
        self._begins[self._pairs >> 16] = self._goes_on[self._pairs & 0xFFFF] = True

    def standing(self, text: Units) -> tuple[_Numbers, _Numbers]:
        """Where needles stand in a text, and which."""
        padded = np.concatenate((text, np.zeros(self._longest, np.uint16)))
        begun = self._begun(text)
        found = [self._of(one, padded, begun) for one in self._needles]
        which = np.repeat(np.arange(len(found)), [one.size for one in found])
        return np.concatenate(found) if found else np.empty(0, np.intp), which

    def _begun(self, text: Units) -> dict[int, _Numbers]:
        """Where each of the pairs stands in a text. Few places have units that pairs have there: only these
        are looked at closely."""
        at = np.flatnonzero(self._begins.take(text[:-1]))
        at = at[self._goes_on.take(text[at + 1])]
        pairs = _pairs(text[at], text[at + 1])
        order = np.argsort(pairs, kind="stable")
        at, pairs = at[order], pairs[order]
        firsts, behind = pairs.searchsorted(self._pairs), pairs.searchsorted(self._pairs, "right")
        every = zip(self._pairs.tolist(), firsts.tolist(), behind.tolist(), strict=True)
        return {pair: at[first:last] for pair, first, last in every}

    def _of(self, needle: Units, padded: Units, begun: Mapping[int, _Numbers]) -> _Numbers:
        units = needle.tolist()
        if len(units) == 1:
            return np.flatnonzero(padded == units[0])
        at = begun[units[0] << 16 | units[1]]
        for further, unit in enumerate(units[2:], start=2):
            at = at[padded[at + further] == unit]
        return at


def _pairs(firsts: Units, seconds: Units) -> npt.NDArray[np.uint32]:
    """Units and those behind them, as one number each."""
    return firsts.astype(np.uint32) << np.uint32(16) | seconds


def as_far_as(sizes: Sequence[int], most: int) -> int:
    """How many of the first sizes there are that together are not more; one at least."""
    return max(1, sum(total <= most for total in accumulate(sizes)))
