"""Where a literal stands in a normal form, as Ctrl-F would find it; and where a wildcard pattern does.

Latin words and numbers are found whole: where a literal begins or ends with a Latin letter or a digit, the
text beside the match must not continue the same run of letters or the same number, decimals included.

    10 in 2010     no     亿元 in 30亿元   yes     2023 in 2023年   yes
    18 in 5.18     no     AI in PAID       no      168 in chenkai168 yes

A pattern is pieces in their order with gaps between them. The same is true of its two ends; where a piece
borders on a gap, anything may be beside it. No gap holds the end of a sentence; but a wildcard for one
character stands for a question mark as well, so that a text with question marks finds itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from indexer.text.sentences import ENDS

LATIN = "a-z\u00df-\u00f6\u00f8-\u00ff\u0101-\u024f\u1e00-\u1eff"
"""Latin letters of a normal form, as the inside of a regular expression's class."""

_LETTER = re.compile(f"[{LATIN}]")
_DIGIT = re.compile("[0-9]")


def occurrences(text: str, literal: str) -> list[int]:
    """The offsets, rising, at which the literal stands in the text. Both must be normal forms.

    Occurrences may overlap (人人 stands twice in 人人人). The literal must not be empty.
    """
    found = places(text, literal)
    return [at for at in found if _is_uncut(text, literal, at)] if has_edge(literal) else found


def places(text: str, piece: str) -> list[int]:
    """The offsets, rising, at which the piece stands, whatever is beside it. Places may overlap."""
    found: list[int] = []
    at = text.find(piece)
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + 1)
    return found


def stands_at(text: str, literal: str, at: int) -> bool:
    """True if the literal stands at this very place of the text."""
    return text.startswith(literal, at) and (not has_edge(literal) or _is_uncut(text, literal, at))


def occurs(text: str, literal: str) -> bool:
    """True if the literal stands in the text."""
    return literal in text and (not has_edge(literal) or bool(occurrences(text, literal)))


@lru_cache(maxsize=1024)
def has_edge(literal: str) -> bool:
    """True if what stands beside a match matters: the literal begins or ends with a letter or digit."""
    return any(_LETTER.match(end) or _DIGIT.match(end) for end in (literal[0], literal[-1]))


def pairs_of(literal: str) -> list[str]:
    """The pairs that a text must have if it holds the literal."""
    return list(dict.fromkeys(map(str.__add__, literal, literal[1:])))


_CUTS_BEFORE = re.compile(rf"(?<=[{LATIN}])(?=[{LATIN}])|(?<=[0-9])(?=[0-9])|(?<=[0-9]\.)(?=[0-9])")
_CUTS_BEHIND = re.compile(rf"(?<=[{LATIN}])(?=[{LATIN}])|(?<=[0-9])(?=\.?[0-9])")
"""Places at which a match would cut a Latin word or a number, if it began there, or if it ended there."""


def _is_uncut(text: str, literal: str, at: int) -> bool:
    """True if it cuts none where it stands. An expression for each literal would take longer to compile than
    most of them are looked for."""
    return not _CUTS_BEFORE.match(text, at) and not _CUTS_BEHIND.match(text, at + len(literal))


# — wildcard patterns —

_Spans = tuple[list[int], list[int]]
"""Starts and, parallel to them, ends. Both rise."""


def pattern_spans(
    text: str, pieces: Sequence[str], gaps: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where the pattern stands: its starts rise, and each has its nearest end. Spans may overlap.

    See `Pattern` for pieces and gaps. From the last piece to the first, it is worked out for each place of a
    piece where the rest of the pattern ends. So it takes time in proportion to the number of pieces times the
    length of the text, whatever they are.
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
