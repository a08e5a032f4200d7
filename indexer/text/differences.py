"""A text as its normal form, and where it differs from that. Pure.

What is stored of a report is the normal form, for that is what is searched; the original comes back from it
by putting a few pieces in their places:

    normal form  '他说"转型",增长7°c'
    differences  (2, 1, '“'), (5, 1, '”'), (6, 1, '，'), (10, 2, '℃')
    original     '他说“转型”，增长7℃'
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

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
        return _one_by_one(original, folded.text)
    return _by_spans(original, folded)


def restored(normal: str, found: Iterable[Difference]) -> str:
    """The original: `restored(folded.text, differences(text, folded)) == text`."""
    parts: list[str] = []
    behind = 0
    for at, length, piece in found:
        parts += normal[behind:at], piece
        behind = at + length
    return "".join([*parts, normal[behind:]])


def _one_by_one(original: str, normal: str) -> list[Difference]:
    """Where each character of the normal form stands for one of the original."""
    if original == normal:
        return []
    ours, theirs = (np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in (original, normal))
    return [Difference(at, 1, original[at]) for at in np.flatnonzero(ours != theirs).tolist()]


def _by_spans(original: str, folded: Folded) -> list[Difference]:
    """By the characters that share a span, and what was dropped before it."""
    text, starts, ends = folded.text, folded.starts, folded.ends
    firsts = np.flatnonzero((starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])) + 1
    borders = [0, *firsts.tolist(), len(text)] if text else [0]
    found, behind = [], 0
    for first, last in pairwise(borders):
        start, end = int(starts[first]), int(ends[first])
        if behind < start:  # by itself: else there would be as many pieces as there are characters
            found.append(Difference(first, 0, original[behind:start]))
        if original[start:end] != text[first:last]:
            found.append(Difference(first, last - first, original[start:end]))
        behind = end
    if behind < len(original):
        found.append(Difference(len(text), 0, original[behind:]))
    return found
