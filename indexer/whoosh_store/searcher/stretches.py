"""Many blocks or sentences as one array: which of them hold something, and the sentences of each."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from indexer.deadline import check
from indexer.text.normal import END_OF_BLOCK, Units, units
from indexer.text.sentences import CLOSING, ENDS, QUOTE
from indexer.whoosh_store.searcher.many import Kept, Places, places_of_any

_LINE_END = ord(END_OF_BLOCK)


class Stretches(NamedTuple):
    """Stretches of a text behind one another, and where the last unit of each is. The text ends with a line's
    end, which may lie behind all of them."""

    text: Units
    ends: Places

    @classmethod
    def blocks(cls, text: Units) -> Stretches:
        return cls(text, np.flatnonzero(text == _LINE_END))

    @classmethod
    def between_marks(cls, text: Units) -> Stretches:
        """What stands between the marks that end sentences: a third of the time of cutting into sentences."""
        return cls(text, places_of_any(text, END_OF_BLOCK + ENDS))

    def having(self, places: Places, size: int = 1) -> Kept:
        """Which have one of the places in them with so many units that begin there."""
        held = np.zeros(self.ends.size, np.bool_)
        at = self.ends.searchsorted(places)
        held[at[self.ends[at] - places >= size - 1] if size > 1 else at] = True
        return held

    def only(self, kept: Kept) -> Stretches:
        """Those that are kept, the others cut out of the text."""
        sizes = np.diff(self.ends, prepend=-1)
        within = np.repeat(kept, sizes)
        text = np.append(self.text[: within.size][within], np.uint16(_LINE_END))
        return Stretches(text, np.cumsum(sizes[kept]) - 1)

    def apart(self) -> Stretches:
        """The same with a line's end behind each, over which nothing reaches."""
        lacks = self.text[self.ends] != _LINE_END
        if not lacks.any():
            return self
        text = np.insert(self.text, self.ends[lacks] + 1, _LINE_END)
        return Stretches(text, self.ends + np.cumsum(lacks))

    def sentences(self) -> Stretches:
        """The sentences of these stretches, which are `apart`: as `sentences.ends` says of each."""
        text, ends = self
        marks = places_of_any(text, ENDS)
        begins_run = np.diff(marks, prepend=-2) > 1
        first, last = marks[begins_run], marks[np.roll(begins_run, -1)]
        go_on = np.flatnonzero(_is_closing()[text[last + 1]])
        last[go_on] = self._behind_closing(first[go_on], last[go_on])
        last += text[last + 1] == _LINE_END  # it is part of the sentence before it
        is_empty = np.diff(ends, prepend=-1) == 1
        both = np.concatenate((last, ends[~is_empty]))
        both.sort(kind="stable")  # two runs that rise, which are merged
        return Stretches(text, both[np.diff(both, prepend=-1) > 0])

    def _behind_closing(self, first: Places, last: Places) -> Places:
        """Of marks, which stand from `first` to `last`, the last units of the closing brackets behind them;
        within quotation marks one of these may stand among the brackets."""
        last = _behind_brackets(self.text, last)
        closes = self.text[last + 1] == ord(QUOTE)
        closes[closes] = self._within_quotes(first[closes])
        last[closes] = _behind_brackets(self.text, last[closes] + 1)
        return last

    def _within_quotes(self, places: Places) -> Kept:
        """Before which of the places stands an odd number of quotation marks in its stretch."""
        quotes = np.flatnonzero(self.text == ord(QUOTE))
        begins = np.append(-1, self.ends)[self.ends.searchsorted(places)]
        odd: Kept = (quotes.searchsorted(places) - quotes.searchsorted(begins)) % 2 == 1
        return odd


def _behind_brackets(text: Units, places: Places) -> Places:
    """The last of the closing brackets that follow on each place."""
    while True:
        check()
        follows = _is_closing()[text[places + 1]] & (text[places + 1] != ord(QUOTE))
        if not follows.any():
            return places
        places = places + follows


@cache
def _is_closing() -> Kept:
    """Of every unit whether it may stand behind the marks that end a sentence."""
    closing = np.zeros(1 << 16, np.bool_)
    closing[units(CLOSING + QUOTE)] = True
    return closing
