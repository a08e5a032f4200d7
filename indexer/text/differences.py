"""A text as its normal form, and where it differs from that. Pure.

What is stored of a report is the normal form, for that is what is searched; the original comes back from it
by putting a few pieces in their places:

    normal form  '他说"转型",增长7°c'
    differences  (2, 1, '“'), (5, 1, '”'), (6, 1, '，'), (10, 2, '℃')
    original     '他说“转型”，增长7℃'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.text.fold import Folded


class Difference(NamedTuple):
    """Where the normal form has `length` characters from `at` on, the original has this piece. Nothing may
    stand for something: white space that folding drops."""

    at: int
    length: int
    piece: str


def differences(original: str, folded: Folded) -> list[Difference]:
    """Those of a text from its normal form, from left to right; none overlaps another."""
    if folded.is_even:
        places = np.flatnonzero(_points(original) != _points(folded.text))
        return [Difference(at, 1, original[at]) for at in places.tolist()]
    return _by_spans(original, folded)


def restored(normal: str, found: Iterable[tuple[int, int, str]]) -> str:
    """The original: `restored(folded.text, differences(text, folded)) == text`."""
    parts: list[str] = []
    behind = 0
    for at, length, piece in found:
        parts += normal[behind:at], piece
        behind = at + length
    return "".join([*parts, normal[behind:]])


def _by_spans(original: str, folded: Folded) -> list[Difference]:
    """By the characters that share a span, and what was dropped before it."""
    text, starts, ends = folded.text, folded.starts, folded.ends
    if not text:
        return [Difference(0, 0, original)] if original else []
    again = (starts[1:] == starts[:-1]) & (ends[1:] == ends[:-1])
    firsts = np.flatnonzero(np.concatenate(([True], ~again)))
    lasts = np.concatenate((firsts[1:], [len(text)]))
    starts, ends = starts[firsts], ends[firsts]
    behind = np.concatenate(([0], ends[:-1]))
    is_single = (lasts - firsts == 1) & (ends - starts == 1)
    differs = ~is_single | (_points(original)[starts] != _points(text)[firsts])
    found = []
    for n in np.flatnonzero(differs | (behind < starts)).tolist():
        first, last, start, end = int(firsts[n]), int(lasts[n]), int(starts[n]), int(ends[n])
        if behind[n] < start:  # by itself: else there would be as many pieces as there are characters
            found.append(Difference(first, 0, original[behind[n] : start]))
        if original[start:end] != text[first:last]:
            found.append(Difference(first, last - first, original[start:end]))
    if ends[-1] < len(original):
        found.append(Difference(len(text), 0, original[ends[-1] :]))
    return found


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)
