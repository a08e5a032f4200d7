"""Text -> normal form, with a map back; and the fingerprint of a text.

What is compared is the normal form; what is shown is the original. Queries and reports go through the same
function. Two texts that a reader would
call the same — full or half width, capital or small, traditional or simplified, straight or curly
quotes, spaced by a typesetter or not — have one normal form.

    original     '２０２３ 年，新簽約\\n1,260.58億元'
    normal form  '2023年，新签约1260.58亿元'

Each character is folded on its own (characters.py) but for three rules that look at neighbours: a
thousands separator inside a number is dropped, marks are composed with their base, and white space beside
a Chinese character is dropped while any other run of it becomes one space.

So a piece cut out of a text folds to a piece of the folded text, as Ctrl-F needs, unless the cut goes
  - through a number with separators (1,23 of 1,234), or makes one by cutting (345,678 of 12345,678);
  - between a letter and its combining mark, or the parts of one Korean syllable.
The white space at a cut is no exception: it is dropped there, and what is left still occurs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.text.characters import COMMA, KEPT, TABLE, UNUSUAL, other_script
from indexer.text.characters import HAN as HAN

_SEPARATED = re.compile(
    f"(?<![0-9])(?<![0-9][.{COMMA}])[0-9]{{1,3}}(?:{COMMA}[0-9]{{3}})+(?![0-9]|{COMMA}[0-9])"
)
"""A number with thousands separators, in a text all of whose other characters are in their normal form: so
folding twice is folding once. Of 142 such numbers with full-width commas in 109,397 reports two were none."""
_COMMA = re.compile(COMMA)
_MAY_SEPARATE = re.compile(f"{COMMA}(?=[0-9]{{3}})")
"""It begins with the comma, for which alone a text is scanned fast."""

_UNUSUAL = re.compile(f"({UNUSUAL.pattern})")
"""The same in a group, by which a text is split: twice as fast as calling a function for every match."""

_TIGHT = HAN + "\u3001-\u3003\u3008-\u3011\u3014-\u301b"
"""What no space stands beside: Chinese characters, and the punctuation that only Chinese has."""

_SPACE = re.compile(rf" (?:(?<![^ {_TIGHT}] )|(?! *[^ {_TIGHT}]))")
"""A dropped space: no character, another space or a tight one stands before it, or no character or a
tight one behind its run. It begins with the space, for which alone a text is scanned fast."""

_LATER = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1161-\u1175"
    "\u11a8-\u11c2\u1b35\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)
"""What composes with the character before it without being a mark: Korean vowels and finals, and a few
vowels of India."""

_Places = npt.NDArray[np.int32]


def fold(text: str) -> str:
    """The normal form of a text. `fold(fold(t)) == fold(t)`; it is empty where nothing is visible."""
    folded = unicodedata.normalize("NFC", "".join(_parts(text)))
    return _without_separators(_without_spaces(folded))


def keeping_script(text: str) -> str:
    """The normal form with its script left as it was: 發展 and 发展 differ, ＡＩ and ai do not.

    `fold(keeping_script(t)) == fold(t)`, and both have the same length: character for character they
    stand for the same places of the text.
    """
    kept = UNUSUAL.sub(lambda one: KEPT[one[0]], text)
    return _without_separators(_without_spaces(unicodedata.normalize("NFC", kept)))


def has_other_script(text: str) -> bool:
    """True if `keeping_script(text) != fold(text)`, ten times as fast as making the two."""
    return any(KEPT[one[0]] != TABLE[one[0]] for one in other_script().finditer(text))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A normal form that knows where it came from.

    `text` equals `fold(source)`. Its character i stands for `source[starts[i]:ends[i]]`; both arrays
    are int32, never decrease, and have the length of `text`. Characters that one original character
    folds into (℃ → °c) share its span.

    Of 96 paragraphs in a hundred every character folds into one: these need no arrays.
    """

    text: str
    _map: tuple[_Places, _Places] | None
    """None where every character stands where it stood."""

    @classmethod
    def of(cls, source: str) -> Folded:
        parts = _parts(source)
        text = "".join(parts)
        is_even = set(map(len, parts[1::2])) <= {1} and not (" " in text and _SPACE.search(text))
        if is_even and unicodedata.is_normalized("NFC", text) and not _MAY_SEPARATE.search(text):
            return cls(text, None)
        starts = np.arange(len(source), dtype=np.int32)
        lengths = {one.start(): size for one in UNUSUAL.finditer(source) if (size := len(TABLE[one[0]])) != 1}
        if lengths:
            repeats = np.ones(len(source), dtype=np.intp)
            repeats[[*lengths]] = [*lengths.values()]
            starts = np.repeat(starts, repeats)
        ends = starts + np.int32(1)
        if not unicodedata.is_normalized("NFC", text):
            text, starts, ends = _composed(text, starts, ends)
        for dropped, without in ((_SPACE.finditer, _without_spaces), (_separators, _without_separators)):
            if places := [place for one in dropped(text) for place in range(*one.span())]:
                kept = np.ones(len(text), dtype=np.bool_)
                kept[places] = False
                text, starts, ends = without(text), starts[kept], ends[kept]
        return cls(text, (starts, ends))

    @property
    def is_even(self) -> bool:
        """Whether every character stands where it stood: it needs no map."""
        return self._map is None

    @property
    def starts(self) -> _Places:
        return self._map[0] if self._map else np.arange(len(self.text), dtype=np.int32)

    @property
    def ends(self) -> _Places:
        return self._map[1] if self._map else self.starts + np.int32(1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, which must not be empty, stands in the original."""
        if not self._map:
            return start, end
        starts, ends = self._map
        return int(starts[start]), int(ends[end - 1])

    def behind(self, place: int) -> int:
        """How many characters of `text` begin before this place of the original."""
        return int(self._map[0].searchsorted(place)) if self._map else place


def _parts(text: str) -> list[str]:
    """Every character folded on its own; cut before and behind what each unusual one folds into."""
    parts = _UNUSUAL.split(text)
    parts[1::2] = [TABLE[char] for char in parts[1::2]]
    return parts


def _without_spaces(text: str) -> str:
    return _SPACE.sub("", text) if " " in text else text


def _without_separators(text: str) -> str:
    if not _MAY_SEPARATE.search(text):
        return text
    return _SEPARATED.sub(lambda number: number[0].replace(COMMA, ""), text)


def _separators(text: str) -> Iterator[re.Match[str]]:
    if _MAY_SEPARATE.search(text):
        for number in _SEPARATED.finditer(text):
            yield from _COMMA.finditer(text, *number.span())


def _composed(text: str, starts: _Places, ends: _Places) -> tuple[str, _Places, _Places]:
    """NFC, cluster by cluster: every character of a cluster gets the whole cluster's span.

    No cluster composes with the next, so together they are the NFC of the text.
    """
    borders = [0, *(i for i in range(1, len(text)) if not _joins(text[i])), len(text)]
    clusters = [unicodedata.normalize("NFC", text[a:b]) for a, b in pairwise(borders)]
    lengths = [len(cluster) for cluster in clusters]
    first, last = np.array(borders[:-1]), np.array(borders[1:]) - 1
    return "".join(clusters), np.repeat(starts[first], lengths), np.repeat(ends[last], lengths)


def _joins(char: str) -> bool:
    """True if the character is a mark on the one before, or composes with it (as Korean letters do)."""
    return char > "\u02ff" and (unicodedata.combining(char) > 0 or _LATER.match(char) is not None)


# — fingerprints —


FINGERPRINT_BYTES = 16
"""Among a billion reports two that differ share one with a probability of 1e-21."""


def fingerprint(normals: Iterable[str]) -> bytes:
    """A hash of the normal forms of a report's blocks. Where blocks end does not count, nor do spaces: the
    same article is cut into paragraphs differently in a newspaper's text and on its site."""
    together = "".join(normals).replace(" ", "")
    return hashlib.blake2b(together.encode(), digest_size=FINGERPRINT_BYTES).digest()
