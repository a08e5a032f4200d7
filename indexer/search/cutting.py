"""Where a paragraph may be cut: never within a mark, a number or a Latin word; within another word only where
a mark begins or ends there. Pure.

Places count in the original text, unless said otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from indexer.search.answer import Mark, Passage
from indexer.search.marks import InBlock, merged
from indexer.text.literal import LATIN
from indexer.text.normal import Normal
from indexer.text.sentences import ENDS, stretch

PASSAGE_CHARACTERS = 120
"""About so many characters a passage has."""

# Each begins with a single character, not a repeated one, for which alone a text is scanned fast.
_CLOSING = '[”’」』）)"》】]*'
_SENTENCE = re.compile(f"[{ENDS}！？；][{ENDS}！？；]*{_CLOSING}")
_COMMA = "，,:：—"
_BREAK = rf"[{ENDS}！？；、….{_COMMA}](?!(?<=\d[{_COMMA}])\d)(?<!\.(?!\s))"  # not in 1,260, 10:30 and 5.18
_CLAUSE = re.compile(f"{_BREAK}(?:{_BREAK})*{_CLOSING}")
_WHOLE = re.compile(rf"[{LATIN}0-9][{LATIN}0-9]*(?:[._'][{LATIN}0-9]+)*(?:[%‰#]|\++)?")
"""In a normal form: a number, with its decimals and per cent sign, or a Latin word."""


class Cutter:
    """Cuts passages out of one paragraph."""

    def __init__(self, text: str, normal: Normal, block: int, found: InBlock) -> None:
        self._text = text
        self._normal, self._begin = normal, normal.begins[block]
        self.folded = normal.folded(block, text)
        self._marks = merged([self.folded.span(one.start, one.end) for one in found])

    @property
    def length(self) -> int:
        return len(self._text)

    def extent(self, first: int, last: int, low: int, high: int) -> Mark:
        """From where to where to show what stands from `first` to `last`; not beyond `low` and `high`."""
        if high - low <= PASSAGE_CHARACTERS:
            return low, high
        first, last = self._solid_at(first)[0], self._solid_at(last)[1]
        start = max(low, self._sentences[bisect_right(self._sentences, first) - 1])
        end = min(high, self._sentences[bisect_left(self._sentences, last)])
        if end - start <= PASSAGE_CHARACTERS:
            first, last = start, end
        start = self._before(first, first - (PASSAGE_CHARACTERS - (last - first)) // 2, low)
        end = self._after(last, start + PASSAGE_CHARACTERS, high)
        return self._before(first, end - PASSAGE_CHARACTERS, low), end

    def _before(self, first: int, earliest: int, low: int) -> int:
        """The farthest good place before `first`, but not before `earliest`."""
        if earliest <= low:
            return low
        for places in (self._sentences, self._clauses):
            if places[near := bisect_left(places, min(earliest, first))] <= first:
                return places[near]
        return next(self._between_words(range(earliest, first)), first)

    def _after(self, last: int, latest: int, high: int) -> int:
        """The farthest good place behind `last`, but not behind `latest`."""
        if latest >= high:
            return high
        for places in (self._sentences, self._clauses):
            if places[near := bisect_right(places, max(latest, last)) - 1] >= last:
                return places[near]
        return next(self._between_words(range(latest, last, -1)), last)

    @cached_property
    def _solid(self) -> list[Mark]:
        """The marks, numbers and Latin words, which are not cut."""
        whole = [self.folded.span(*one.span()) for one in _WHOLE.finditer(self.folded.text)]
        # What is longer than a passage nobody reads: data, a broken file.
        return merged(sorted(self._marks + [(a, b) for a, b in whole if b - a <= PASSAGE_CHARACTERS]))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._solid]

    @cached_property
    def _sentences(self) -> list[int]:
        return self._ends(_SENTENCE)

    @cached_property
    def _clauses(self) -> list[int]:
        return self._ends(_CLAUSE)

    def _ends(self, pattern: re.Pattern[str]) -> list[int]:
        """The ends of the paragraph and of what the pattern finds."""
        places = [0, *(found.end() for found in pattern.finditer(self._text)), len(self._text)]
        return [place for place in places if self._solid_at(place) == (place, place)]

    def _solid_at(self, place: int) -> Mark:
        """The mark, number or Latin word that the place lies inside of; the place itself if in none."""
        near = bisect_left(self._starts, place) - 1
        return self._solid[near] if near >= 0 and place < self._solid[near][1] else (place, place)

    def _between_words(self, places: range) -> Iterator[int]:
        """Those that lie in no mark and in no word of the first one's stretch, up to one behind it."""
        if not places:
            return
        at = self.folded.behind(places[0])
        words = [self.folded.span(*word) for word in self._words(*stretch(self.folded.text, at, at))]
        for place in places:
            if self._solid_at(place) == (place, place) and not any(a < place < b for a, b in words):
                yield place

    def _words(self, start: int, end: int) -> Iterator[Mark]:
        """The words of a stretch of the normal form: from border to border, where that begins as words do."""
        is_border = self._normal.borders[self._begin + start : self._begin + end + 1]
        borders = [start + place for place, one in enumerate(is_border) if one]
        return ((a, b) for a, b in pairwise(borders) if self.folded.text[a].isalnum())

    def passage(self, paragraph: int, start: int, end: int) -> Passage:
        """That piece of the paragraph, which holds a mark."""
        marks = [(a, b) for a, b in self._marks if start <= a and b <= end]
        # White space at the ends is left out, but for what is marked (a pattern may end in it).
        end = max(marks[-1][1], start + len(self._text[start:end].rstrip()))
        start = min(marks[0][0], end - len(self._text[start:end].lstrip()))
        within = tuple([(a - start, b - start) for a, b in marks])
        text = self._text
        return Passage(paragraph, start, text[start:end], within, start > 0, end < len(text))
