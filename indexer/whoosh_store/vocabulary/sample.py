"""Some documents of a segment, in which is looked how texts stand there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
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

SAMPLED_DOCUMENTS, EXAMINED_DOCUMENTS = 16, 32
"""In so many of the documents that hold a text it is looked how it stands there, and so many of those that
may hold it are looked into to find them: many have all of its pairs, but apart."""
PIECES_ENOUGH = 5
"""Of so many documents that have it as a piece of words and none that has it whole, it is no word."""


_CHINESE = re.compile("[\u4e00-\u9fff]")


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
        enough = SAMPLED_DOCUMENTS if candidates.size >= 2 * SAMPLED_DOCUMENTS else candidates.size
        looked = whole = pieces = 0
        for document in _spread(candidates):
            found = sought.is_whole_in(self.columns, document)
            looked, whole, pieces = looked + 1, whole + (found is True), pieces + (found is False)
            if whole + pieces == enough or (pieces == PIECES_ENOUGH and not whole):
                break
        of_each = candidates.size / max(1, looked)
        return int(of_each * (whole + pieces)), int(of_each * whole)

    def beside(self, text: str, before: bool) -> Counter[str]:
        """What is whole words with one Chinese character more, before a text or behind it, and in how many of
        the documents that are looked into."""
        found, sought = Counter[str](), _Sought.of(text)
        for document in _spread(self.candidates(text)):
            found.update({*sought.beside(self.columns, document, before)})
        return found

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


def _spread(documents: Docs) -> Iterator[int]:
    """Some of the documents from everywhere among them, all of few; however many are taken."""
    some = documents[
        np.linspace(0, documents.size - 1, min(documents.size, EXAMINED_DOCUMENTS)).astype(np.int64)
    ]
    for start in (0, 2, 1, 3):
        yield from some[start::4].tolist()


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
        found = None
        for held, at in self._places(columns, document):
            if _is_whole(columns, document, _characters(held[:at]), self.characters, self.is_inner):
                return True
            found = False
        return found

    def beside(self, columns: Columns, document: int, before: bool) -> Iterator[str]:
        """What is whole words in a document with one Chinese character more."""
        behind = len(self.units) + 2 * (not before)
        for held, at in self._places(columns, document):
            start = at - 2 * before
            longer = str(held[start : at + behind], "utf-16-le", "replace") if start >= 0 else ""
            if _CHINESE.match(longer, 0 if before else self.characters) and len(longer) > self.characters:
                place = _characters(held[:start])
                if _is_whole(columns, document, place, len(longer), is_inner_word(longer)):
                    yield longer

    def _places(self, columns: Columns, document: int) -> Iterator[tuple[bytes, int]]:
        """The text of a document in UTF-16, and at which of its bytes it stands."""
        held = columns.text.units_of(document).tobytes()
        at = held.find(self.units)
        while at >= 0:
            if not at & 1:  # else of two bytes from two characters
                yield held, at
            at = held.find(self.units, at + 1)


def _characters(units: bytes) -> int:
    return len(str(units, "utf-16-le"))


def _is_whole(columns: Columns, document: int, at: int, size: int, inner: bool) -> bool:
    """Whether so many characters at a place are a word. See `Normal.has_word`; but words side by side have
    borders between them."""
    has = columns.borders.has
    if has(document, at) and has(document, at + size):
        return True
    return inner and not any(has(document, at + n) for n in range(1, size))
