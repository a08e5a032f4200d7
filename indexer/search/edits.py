"""What undoes a slip of the finger: every single edit of a text, and how likely the slip is that it undoes.

Likely beside what is typed most often by mistake: a character for another of the same sound. The figures were
chosen on slips that were drawn from one corpus (`benchmarks.suggest`); only their order of magnitude matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.store import Spelling, Spelt
from indexer.text.fold import HAN
from indexer.text.pinyin import homophones
from indexer.text.shapes import lookalikes
from indexer.text.words import cut

LOOKS_ALIKE, LOOKS_A_LITTLE = 0.4, 0.01
SWAPPED = 1.0
TYPED_TWICE, ONE_MORE, ONE_MORE_OUTSIDE = 0.5, 0.02, 0.0002
ONE_MISSING = 0.3
TWO_SOUND_ALIKE = 0.02
OF_A_PIECE = 10.0
"""One is missing of what stands, but only within longer words."""
SPELLINGS_OF_A_PLACE = 2

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Edit:
    """`touched` are the numbers of the pairs of neighbours that it changes. Where it exchanges one character,
    that is at `at`, and `sounds` are those that sound like it."""

    touched: range
    likely: float
    spelling: Spelling
    at: int = 0
    sounds: str = ""

    def likely_to_mean(self, meant: Spelt) -> float:
        return 1.0 if self.sounds and meant.text[self.at] in self.sounds else self.likely


def edits(text: str) -> Iterator[Edit]:
    """Those of a text that stands nowhere. What is not Chinese in it is taken to be right. None is missing at
    its ends: what stands with one more there would stand without it."""
    yield from _changed(text)
    for at, char in enumerate(text):
        if _HAN.match(char):
            yield from _fewer(text, at)
    yield from (_more(text, at, ONE_MISSING) for at in range(1, len(text)))


def edits_of_a_piece(text: str) -> Iterator[Edit]:
    """Those of a text that stands somewhere, though not as words. What was typed twice is one too many; of
    other characters none is."""
    yield from _changed(text)
    for at in range(1, len(text)):
        if text[at - 1] == text[at]:
            yield from _fewer(text, at)
    yield from (_more(text, at, OF_A_PIECE) for at in range(len(text) + 1))


def missing(text: str) -> Iterator[Edit]:
    """One character more, at an end or between the words of a text; unless it stands as words."""
    for at in sorted({0, *cut(text).starts.tolist(), len(text)}):
        yield _more(text, at, OF_A_PIECE, unless=text)


def two_exchanged(text: str) -> Edit:
    """Two characters for others of the same sound. They may be anywhere, so all are read by their sound."""
    return Edit(range(len(text) - 1), TWO_SOUND_ALIKE, Spelling(homophones(text), SPELLINGS_OF_A_PLACE))


def whole(spelling: Spelling) -> Edit:
    """All of a text read in this way."""
    return Edit(range(0), 1.0, spelling)


def _changed(text: str) -> Iterator[Edit]:
    """One character is another, or two neighbours are the other way round."""
    sounds = homophones(text)
    for at, char in enumerate(text):
        if _HAN.match(char):
            yield from _exchanged(text, at, sounds[at][1:])
            yield from _swapped(text, at)


def _exchanged(text: str, at: int, sounds: str) -> Iterator[Edit]:
    look = lookalikes(text[at])
    for likely, choice in ((LOOKS_ALIKE, sounds + look.near), (LOOKS_A_LITTLE, look.far)):
        if choice:
            spelling = Spelling((*text[:at], choice, *text[at + 1 :]), SPELLINGS_OF_A_PLACE)
            yield Edit(_around(text, at, at + 1), likely, spelling, at, sounds)


def _fewer(text: str, at: int) -> Iterator[Edit]:
    rest = text[:at] + text[at + 1 :]
    if text[at - 1 : at] == text[at]:
        yield Edit(_around(text, at, at + 1), TYPED_TWICE, Spelling(tuple(rest), 1))
    elif len(rest) > 1 and text[at + 1 : at + 2] != text[at]:
        likely = ONE_MORE if 0 < at < len(rest) else ONE_MORE_OUTSIDE
        yield Edit(_around(text, at, at + 1), likely, Spelling(tuple(rest), 1))


def _swapped(text: str, at: int) -> Iterator[Edit]:
    one, other = text[at], text[at + 1 : at + 2]
    if one != other and _HAN.match(other):
        swapped = (*text[:at], other, one, *text[at + 2 :])
        yield Edit(_around(text, at, at + 2), SWAPPED, Spelling(swapped, 1))


def _more(text: str, at: int, likely: float, unless: str = "") -> Edit:
    spelling = Spelling((*text[:at], None, *text[at:]), SPELLINGS_OF_A_PLACE, unless)
    return Edit(_around(text, at, at), likely, spelling)


def _around(text: str, start: int, end: int) -> range:
    """The pairs that have one of these characters; of none, the pair that they are between."""
    return range(max(0, start - 1), min(len(text) - 1, end))
