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

LOOKS_ALIKE, LOOKS_A_LITTLE = 0.4, 0.02
SWAPPED = 0.7
TYPED_TWICE, ONE_MORE, ONE_MORE_OUTSIDE = 0.5, 0.02, 0.0002
ONE_MISSING = 0.3
TWO_SOUND_ALIKE = 0.02
A_PIECE, A_PIECE_OR_MORE = 1.0, 0.5
"""The first or last character is missing of what stands, but only within longer words; or one within it."""
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


def edits(text: str, stands: bool) -> Iterator[Edit]:
    """Those of a text which `stands` somewhere, though not as words, or nowhere. What is not Chinese in it is
    taken to be right."""
    sounds = homophones(text)
    for at, char in enumerate(text):
        if _HAN.match(char):
            yield from _exchanged(text, at, sounds[at][1:])
            yield from _fewer(text, at, stands)
            yield from _swapped(text, at)
    for at in range(len(text) + 1):
        yield _more(text, at, stands)


def two_exchanged(text: str) -> Edit:
    """Two characters for others of the same sound. They may be anywhere, so all are read by their sound."""
    return Edit(range(len(text) - 1), TWO_SOUND_ALIKE, Spelling(homophones(text), SPELLINGS_OF_A_PLACE))


def _exchanged(text: str, at: int, sounds: str) -> Iterator[Edit]:
    look = lookalikes(text[at])
    for likely, choice in ((LOOKS_ALIKE, sounds + look.near), (LOOKS_A_LITTLE, look.far)):
        if choice:
            spelling = Spelling((*text[:at], choice, *text[at + 1 :]), SPELLINGS_OF_A_PLACE)
            yield Edit(_around(text, at, at + 1), likely, spelling, at, sounds)


def _fewer(text: str, at: int, stands: bool) -> Iterator[Edit]:
    rest = text[:at] + text[at + 1 :]
    if text[at - 1 : at] == text[at]:
        yield Edit(_around(text, at, at + 1), TYPED_TWICE, Spelling(tuple(rest), 1))
    elif len(rest) > 1 and text[at + 1 : at + 2] != text[at] and not stands:
        likely = ONE_MORE if 0 < at < len(rest) else ONE_MORE_OUTSIDE
        yield Edit(_around(text, at, at + 1), likely, Spelling(tuple(rest), 1))


def _swapped(text: str, at: int) -> Iterator[Edit]:
    one, other = text[at], text[at + 1 : at + 2]
    if one != other and _HAN.match(other):
        swapped = (*text[:at], other, one, *text[at + 2 :])
        yield Edit(_around(text, at, at + 2), SWAPPED, Spelling(swapped, 1))


def _more(text: str, at: int, stands: bool) -> Edit:
    inner = 0 < at < len(text)
    spelling = Spelling((*text[:at], None, *text[at:]), SPELLINGS_OF_A_PLACE)
    standing = A_PIECE_OR_MORE if inner else A_PIECE
    return Edit(_around(text, at, at), standing if stands else ONE_MISSING, spelling)


def _around(text: str, start: int, end: int) -> range:
    """The pairs that have one of these characters; of none, the pair that they are between."""
    return range(max(0, start - 1), min(len(text) - 1, end))
