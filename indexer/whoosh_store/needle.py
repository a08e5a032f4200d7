"""A literal, looked for in stored texts: UTF-16, one behind another, each ending with a line's end.

A regular expression searches the mapped file itself. Copying each text out to use `bytes.find` took twice
as long, and copying many at once four times, for mostly the literal stands near the beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from indexer.text.literal import has_edge

_DIGIT, _POINT = rb"[0-9]\x00", rb"\.\x00"
_LETTER = rb"(?:[a-z\xdf-\xf6\xf8-\xff]\x00|[\x00-\xff]\x01|[\x00-\x4f]\x02|[\x00-\xff]\x1e)"
"""`literal.LATIN` in UTF-16, little-endian."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for: the expression that finds the literal, edges and all."""

    pattern: re.Pattern[bytes]

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, literal: str) -> Self:
        text = re.escape(literal.encode("utf-16-le"))
        before, after = b"", b""
        if has_edge(literal[0]):
            before = b"(?<!%b%b)" % (_DIGIT if literal[0].isdigit() else _LETTER, text)
            if literal[0].isdigit():
                before += b"(?<!%b%b%b)" % (_DIGIT, _POINT, text)
        if has_edge(literal[-1]):
            after = b"(?!%b)" % (_DIGIT if literal[-1].isdigit() else _LETTER)
            if literal[-1].isdigit():
                after += b"(?!%b%b)" % (_POINT, _DIGIT)
        # It begins with the bytes themselves, for which alone a text is scanned fast.
        return cls(re.compile(text + before + after, re.DOTALL))

    def stands(self, texts: memoryview, start: int, end: int) -> bool:
        """True if the literal stands in the text from byte `start` to `end`, the end of a line."""
        found = self.pattern.search(texts, start, end)
        while found is not None and found.start() & 1:  # of two bytes from two characters
            found = self.pattern.search(texts, found.start() + 1, end)
        return found is not None
