"""Where a paragraph may be cut: never within a mark, a number or a Latin word; within another word only where
a mark begins or ends there. Pure.

Places count in the original text, unless said otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from indexer.search.answer import Mark, Passage
from indexer.search.marks import InBlock, marks, merged
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
_IN_WHOLE = re.compile(rf"[{LATIN}0-9._'%‰#+]")
"""What one may hold."""
_MAY_BE_IN = re.compile(_IN_WHOLE.pattern * 2)

REACH = PASSAGE_CHARACTERS + 40
"""So far around what is shown good places are looked for: a paragraph may be a book. None farther away than
a passage is long is ever chosen, but what ends a sentence there may be a few characters."""


class Cutter:
    """Cuts passages out of one paragraph. `folded` is its normal form, `marks` what is found in it, and
    `length` how many characters it has."""

    def __init__(self, text: str, normal: Normal, block: int, found: InBlock) -> None:
        self.text, self.length = text, len(text)
        self._normal, self._block = normal, block
        self.folded = normal.folded(block, text)
        self.marks = marks(self.folded, found)

    def extent(self, first: int, last: int, low: int, high: int) -> Mark:
        """From where to where to show what stands from `first` to `last`; not beyond `low` and `high`."""
        if high - low <= PASSAGE_CHARACTERS:
            return low, high
        return _Around(self, first, last).extent(low, high)

    def words(self, start: int, end: int) -> Iterator[Mark]:
        """The words of a stretch of the normal form: from border to border, where that begins as words do."""
        begin = self._normal.begins[self._block]
        is_border = self._normal.borders[begin + start : begin + end + 1]
        borders = [start + place for place, one in enumerate(is_border) if one]
        return ((a, b) for a, b in pairwise(borders) if self.folded.text[a].isalnum())

    def passage(self, paragraph: int, start: int, end: int) -> Passage:
        """That piece of the paragraph, which holds a mark."""
        inside = [(a, b) for a, b in self.marks if start <= a and b <= end]
        # White space at the ends is left out, but for what is marked (a pattern may end in it).
        end = max(inside[-1][1], start + len(self.text[start:end].rstrip()))
        start = min(inside[0][0], end - len(self.text[start:end].lstrip()))
        within = tuple([(a - start, b - start) for a, b in inside] if start else inside)
        return Passage(paragraph, start, self.text[start:end], within, start > 0, end < self.length)


class _Around:
    """The good places around what a passage must show, which stands from `first` to `last`."""

    def __init__(self, cutter: Cutter, first: int, last: int) -> None:
        self._cutter = cutter
        self._reach = low, high = max(0, first - REACH), min(cutter.length, last + REACH)
        self._first, self._last = self._solid_at(first)[0], self._solid_at(last)[1]
        # The ends count as good places: if they are none, they are too far away to be chosen.
        self._low, self._high = min(low, self._first), max(high, self._last)
        self._sentences = self._ends(_SENTENCE)

    @cached_property
    def _solid(self) -> list[Mark]:
        return _solid(self._cutter, *self._reach)

    @cached_property
    def _clauses(self) -> list[int]:
        return self._ends(_CLAUSE)

    def extent(self, low: int, high: int) -> Mark:
        """From where to where to show it; not beyond `low` and `high`."""
        first, last = self._first, self._last
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
        if (place := _first_from(self._sentences, min(earliest, first))) <= first:
            return place
        if (place := _first_from(self._clauses, min(earliest, first))) <= first:
            return place
        return next(self._between_words(range(earliest, first)), first)

    def _after(self, last: int, latest: int, high: int) -> int:
        """The farthest good place behind `last`, but not behind `latest`."""
        if latest >= high:
            return high
        if (place := _last_up_to(self._sentences, max(latest, last))) >= last:
            return place
        if (place := _last_up_to(self._clauses, max(latest, last))) >= last:
            return place
        return next(self._between_words(range(latest, last, -1)), last)

    def _ends(self, pattern: re.Pattern[str]) -> list[int]:
        """Both ends, and those of what the pattern finds between them."""
        found = pattern.finditer(self._cutter.text, self._low, self._high)
        places = [place for one in found if not self._is_within(place := one.end())]
        return [self._low, *places, self._high]

    def _solid_at(self, place: int) -> Mark:
        """The mark, number or Latin word that the place lies inside of; the place itself if in none."""
        cutter = self._cutter
        if not _inside(cutter.marks, place) and not _MAY_BE_IN.match(
            cutter.folded.text, cutter.folded.behind(place) - 1
        ):
            return place, place  # as nearly everywhere: few are ever asked for what is solid
        return _inside(self._solid, place) or (place, place)

    def _is_within(self, place: int) -> bool:
        """Whether it lies inside of one."""
        return self._solid_at(place) != (place, place)

    def _between_words(self, places: range) -> Iterator[int]:
        """Those that lie in no mark and in no word of the first one's stretch, up to one behind it."""
        if not places:
            return
        folded = self._cutter.folded
        at = folded.behind(places[0])
        words = [folded.span(*word) for word in self._cutter.words(*stretch(folded.text, at, at))]
        for place in places:
            if not self._is_within(place) and not any(a < place < b for a, b in words):
                yield place


def _inside(spans: Sequence[Mark], place: int) -> Mark | None:
    """Which of these spans, that rise, a place lies inside of."""
    near = bisect_left(spans, (place,)) - 1
    return spans[near] if near >= 0 and place < spans[near][1] else None


def _solid(cutter: Cutter, low: int, high: int) -> list[Mark]:
    """The marks, numbers and Latin words from `low` to `high`, which are not cut."""
    folded, text = cutter.folded, cutter.folded.text
    first, behind = folded.behind(low), folded.behind(high)
    # What is longer than a passage nobody reads: data, a broken file.
    farthest = max(0, first - PASSAGE_CHARACTERS)
    while first > farthest and _IN_WHOLE.match(text, first - 1):
        first -= 1
    solid = [one for one in cutter.marks if one[1] > low and one[0] < high]
    for one in _WHOLE.finditer(text, first):
        if one.start() >= behind:
            break
        a, b = folded.span(*one.span())
        if b - a <= PASSAGE_CHARACTERS:
            solid.append((a, b))
    return merged(sorted(solid))


def _first_from(places: list[int], place: int) -> int:
    return places[bisect_left(places, place)]


def _last_up_to(places: list[int], place: int) -> int:
    return places[bisect_right(places, place) - 1]
