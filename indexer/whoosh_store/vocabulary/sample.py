"""Some documents of a segment, in which is looked how texts stand there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

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
        candidates, sought = self.candidates(text), _Sought.of(text)
        step = max(1, candidates.size // SAMPLED_DOCUMENTS)
        whole = pieces = 0
        for document in candidates[::step].tolist():
            found = sought.is_whole_in(self.columns, document)
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


@dataclass(frozen=True, slots=True)
class _Sought:
    """A text that is looked for in documents: as it is stored, and whether search mode has it as a word
    wherever it stands inside a longer one."""

    units: bytes
    characters: int
    is_inner: bool

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text.encode("utf-16-le"), len(text), is_inner_word(text))

    def is_whole_in(self, columns: Columns, document: int) -> bool | None:
        """Whether it stands somewhere in a document as a word, or as words side by side; None where it does
        not stand there at all."""
        held, found = columns.text.units_of(document).tobytes(), None
        at = held.find(self.units)
        while at >= 0:
            if not at & 1:  # else of two bytes from two characters
                if self._is_whole_at(columns, document, len(str(held[:at], "utf-16-le"))):
                    return True
                found = False
            at = held.find(self.units, at + 1)
        return found

    def _is_whole_at(self, columns: Columns, document: int, at: int) -> bool:
        """See `Normal.has_word`; but words side by side have borders between them."""
        has = columns.borders.has
        if has(document, at) and has(document, at + self.characters):
            return True
        return self.is_inner and not any(has(document, at + n) for n in range(1, self.characters))
