"""A literal or pattern, looked for in stored texts: UTF-16, each ending with a line's end.

A regular expression searches the mapped file itself. Copying each text out to use `bytes.find` took twice
as long, and copying many at once four times, for mostly the literal stands near the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Self

from indexer.text.literal import has_edge
from indexer.text.pattern import barred, pattern_occurs
from indexer.whoosh_store.segment.schema import END_OF_BLOCK

_DIGIT, _POINT = rb"[0-9]\x00", rb"\.\x00"
_LETTER = rb"(?:[a-z\xdf-\xf6\xf8-\xff]\x00|[\x00-\xff]\x01|[\x00-\x4f]\x02|[\x00-\xff]\x1e)"
"""`literal.LATIN` in UTF-16, little-endian."""
_CHARACTER = rb"(?:.[\xd8-\xdb]..|..)"

_FEW = 3
"""With so many gaps at most, a regular expression tries no more than 9 ** 3 ways from a place."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for: the expression that finds it, edges and all, and what must be true beside."""

    pattern: re.Pattern[bytes]
    pieces: tuple[str, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, literal: str) -> Self:
        return cls(_compiled([literal], []))

    @classmethod
    @lru_cache(maxsize=256)
    def of_pattern(cls, pieces: tuple[str, ...], gaps: tuple[tuple[int, int], ...]) -> Self:
        """With many gaps the expression finds the first piece only, and a look at the text decides."""
        if len(gaps) <= _FEW:
            return cls(_compiled(pieces, gaps))
        return cls(_compiled([pieces[0], ""], [(0, 0)]), pieces, gaps)

    def standing(self, texts: memoryview, starts: Sequence[int], ends: Sequence[int]) -> list[bool]:
        """In which of the texts it stands that begin and end at these bytes. To have `search` called by `map`
        takes half as long as a loop over `stands`, which is left with what is not plain at once."""
        found = map(self.pattern.search, repeat(texts), starts, ends)
        return [
            one is not None and ((not one.start() & 1 and not self.pieces) or self.stands(texts, start, end))
            for one, start, end in zip(found, starts, ends, strict=True)
        ]

    def stands(self, texts: memoryview, start: int, end: int) -> bool:
        """True if it stands in the text from byte `start` to `end`, the end of a line."""
        found = self.pattern.search(texts, start, end)
        while found is not None and found.start() & 1:  # of two bytes from two characters
            found = self.pattern.search(texts, found.start() + 1, end)
        if found is None or not self.pieces:
            return found is not None
        blocks = bytes(texts[start:end]).decode("utf-16-le").split(END_OF_BLOCK)
        return any(pattern_occurs(block, self.pieces, self.gaps) for block in blocks)


def _compiled(pieces: Sequence[str], gaps: Sequence[tuple[int, int]]) -> re.Pattern[bytes]:
    """It begins with the bytes of the first piece themselves, for which alone a text is scanned fast."""
    first, last = pieces[0], pieces[-1]
    expression = re.escape(first.encode("utf-16-le")) + _edge_before(first)
    for (fewest, most), piece in zip(gaps, pieces[1:], strict=True):
        no = b"|".join(
            re.escape(mark.encode("utf-16-le")) for mark in [*barred((fewest, most)), END_OF_BLOCK]
        )
        expression += rb"(?:(?!%b)%b){%d,%d}?" % (no, _CHARACTER, fewest, most)
        expression += re.escape(piece.encode("utf-16-le"))
    return re.compile(expression + _edge_behind(last), re.DOTALL)


def _edge_before(piece: str) -> bytes:
    """What must not stand before the piece, said behind it."""
    if not has_edge(piece[0]):
        return b""
    text = re.escape(piece.encode("utf-16-le"))
    if not piece[0].isdigit():
        return b"(?<!%b%b)" % (_LETTER, text)
    return b"(?<!%b%b)(?<!%b%b%b)" % (_DIGIT, text, _DIGIT, _POINT, text)


def _edge_behind(piece: str) -> bytes:
    if not piece or not has_edge(piece[-1]):
        return b""
    if not piece[-1].isdigit():
        return b"(?!%b)" % _LETTER
    return b"(?!%b)(?!%b%b)" % (_DIGIT, _POINT, _DIGIT)
