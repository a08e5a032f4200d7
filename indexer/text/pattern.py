"""Where a wildcard pattern stands in a normal form: pieces in this order, with gaps between them.

No gap holds the end of a sentence; but a wildcard for one character stands for a question mark as well, so
that a text with question marks finds itself. What is true of a literal where it begins or ends with a Latin
letter or a digit (literal.py) is true of the two ends; where a piece borders on a gap, anything may be.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from indexer.text.literal import LATIN, places
from indexer.text.sentences import ENDS

_CUTS_BEFORE = re.compile(rf"(?<=[{LATIN}])(?=[{LATIN}])|(?<=[0-9])(?=[0-9])|(?<=[0-9]\.)(?=[0-9])")
_CUTS_BEHIND = re.compile(rf"(?<=[{LATIN}])(?=[{LATIN}])|(?<=[0-9])(?=\.?[0-9])")
"""Places at which a match would cut a Latin word or a number, if it began or ended there."""

_Spans = tuple[list[int], list[int]]
"""Starts and, parallel to them, ends. Both rise."""


def pattern_spans(
    text: str, pieces: Sequence[str], gaps: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where the pattern stands: its starts rise, and each has its nearest end. Spans may overlap.

    See `Pattern` for pieces and gaps. Takes time in proportion to the number of pieces times the length
    of the text, whatever they are: from the last piece to the first, it is worked out for each place of a
    piece where the rest of the pattern ends.
    """
    if not all(piece in text for piece in pieces):
        return iter(())
    rest = _last(text, pieces[-1])
    for piece, gap in zip(reversed(pieces[:-1]), reversed(gaps), strict=True):
        rest = _joined(text, piece, gap, rest)
    return (span for span in zip(*rest, strict=True) if not _CUTS_BEFORE.match(text, span[0]))


def pattern_occurs(text: str, pieces: Sequence[str], gaps: Sequence[tuple[int, int]]) -> bool:
    """True if the pattern stands in the text."""
    return next(pattern_spans(text, pieces, gaps), None) is not None


def barred(gap: tuple[int, int]) -> str:
    """The characters that a gap must not hold: the marks that end a sentence."""
    fewest, most = gap
    return ENDS.replace("?", "") if fewest == most else ENDS


def _last(text: str, piece: str) -> _Spans:
    if not piece:  # the pattern ends in a gap, which may end anywhere
        return list(range(len(text) + 1)), list(range(len(text) + 1))
    starts = [at for at in places(text, piece) if not _CUTS_BEHIND.match(text, at + len(piece))]
    return starts, [at + len(piece) for at in starts]


def _joined(text: str, piece: str, gap: tuple[int, int], rest: _Spans) -> _Spans:
    """Where the piece stands with the rest behind it.

    The rest's first place behind the gap is the best: no later one has a nearer end. For if of two matches
    the one that begins later ended earlier, they would cross in some gap, and there the one that begins
    earlier could go on as the other does.
    """
    fewest, most = gap
    barrier = re.compile(f"[{barred(gap)}]")
    starts, ends = rest
    found: _Spans = ([], [])
    for at in places(text, piece):
        behind = at + len(piece)
        nearest = bisect_left(starts, behind + fewest)
        if nearest == len(starts):
            break
        if starts[nearest] <= behind + most and not barrier.search(text, behind, starts[nearest]):
            found[0].append(at)
            found[1].append(ends[nearest])
    return found
