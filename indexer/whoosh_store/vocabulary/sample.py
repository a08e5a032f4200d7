"""Some documents of a segment, in which is looked how texts stand there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.text.literal import pairs_of
from indexer.text.words import is_inner_word
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.sets import NONE
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.postings import Docs

SAMPLED_DOCUMENTS = 16
"""In how many of the documents that may hold a text it is looked for."""
PIECES_ENOUGH = 5
"""Of so many documents that have it as a piece of words and none that has it whole, it is no word."""


class Sample:
    """About how many documents of a leaf hold each of some texts that have many pairs in common: the fixed
    ones all of them. None can where no document has all of these."""

    def __init__(self, leaf: Leaf, fixed: Sequence[str]) -> None:
        self.columns = leaf.columns
        self._leaf, self._grams = leaf, leaf.columns.grams
        self._maps: dict[int, npt.NDArray[np.bool_]] = {}
        self._list = cache(leaf.columns.with_pair)
        self._documents = cache(self._grams.documents)
        self.candidates = cache(self._candidates)
        self._fixed = dict.fromkeys(fixed)
        self._base = self._with_all(self._fixed, None) if fixed else None
        self.possible = self._base is None or self._base.size > 0

    def standing(self, text: str) -> tuple[int, int]:
        """In about how many it stands, and in about how many as whole words: exact where few documents have
        all of its pairs."""
        candidates = self.candidates(text)
        step = max(1, candidates.size // SAMPLED_DOCUMENTS)
        whole = pieces = 0
        for document in candidates[::step].tolist():
            found = is_whole(self.columns, document, text)
            whole, pieces = whole + (found is True), pieces + (found is False)
            if pieces == PIECES_ENOUGH and not whole:
                break
        return step * (whole + pieces), step * whole

    def _candidates(self, text: str) -> Docs:
        """The documents that have all pairs of a text."""
        others = [pair for pair in pairs_of(text) if pair not in self._fixed]
        return self._leaf.living(self._with_all(others, self._base))

    def _with_all(self, pairs: Collection[str], among: Docs | None) -> Docs:
        """The documents, of these or of all, that have every pair."""
        lists = [self._list(pair) for pair in pairs]
        rising = sorted((self._grams.count(one, one + 1), one) for one in lists if one is not None)
        if len(rising) < len(lists):
            return NONE
        for _, number in rising:
            if among is None:
                among = self._documents(number)
            elif among.size:
                among = among[self._having(number)[among]]
        return NONE if among is None else among

    def _having(self, number: int) -> npt.NDArray[np.bool_]:
        """A map of the documents of a list."""
        if number not in self._maps:
            self._maps[number] = np.zeros(self.columns.documents, np.bool_)
            self._maps[number][self._documents(number)] = True
        return self._maps[number]


def is_whole(columns: Columns, document: int, text: str) -> bool | None:
    """Whether a text stands somewhere in a document as a word, or as words side by side; None where it does
    not stand there at all."""
    start, end = columns.text.starts[document : document + 2].tolist()
    held, wanted = columns.text.units[start:end].tobytes(), text.encode("utf-16-le")
    inner, found = is_inner_word(text), None
    at = held.find(wanted)
    while at >= 0:
        if not at & 1:  # else of two bytes from two characters
            if _is_whole(columns, document, len(str(held[:at], "utf-16-le")), len(text), inner):
                return True
            found = False
        at = held.find(wanted, at + 1)
    return found


def _is_whole(columns: Columns, document: int, at: int, size: int, inner: bool) -> bool:
    """The same of one place. See `Normal.has_word`; but words side by side have borders between them."""
    has = columns.borders.has
    if has(document, at) and has(document, at + size):
        return True
    return inner and not any(has(document, at + n) for n in range(1, size))
