"""Where a report says what it is: its first blocks and its last ones, and how each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from indexer.report import Block
from indexer.text.fold import Folded, fold

_FIRST_BLOCKS = 10
_LAST_BLOCKS = 8
"""A signature stands above the names of attachments."""
_CLOSING_BLOCKS = 3
_SHORT_CHARACTERS = 90
"""A line of no more is looked at whole."""
_BEGINNING_CHARACTERS = 240
"""A dateline with all its reporters."""
_ENDING_CHARACTERS = 150
_SPACED = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_BRACKETS = re.compile(r"[（(【\[]([^（()）【】\[\]]{1,120})[）)】\]]\s*$")


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A block or a piece of one, as it is written and in its normal form."""

    text: str
    folded: str

    @classmethod
    def of(cls, text: str) -> EdgeLine:
        return cls(text, fold(text))

    def cut(self, found: re.Match[str], group: str) -> str:
        """What a group found in `folded`, as it is written: in its own script and with its capitals, but
        without the width and the white space that a typesetter gave it."""
        if found.start(group) == found.end(group):
            return ""
        start, end = Folded.of(self.text).span(*found.span(group))
        return _SPACED.sub("", normalize("NFKC", self.text[start:end])).strip()


@dataclass(frozen=True, slots=True)
class Edges:
    """What is looked at: the short blocks among the first, among the first and last together, and among the
    very last; how the first and last blocks begin; how the last ones end, and what stands in brackets
    there."""

    first: tuple[EdgeLine, ...]
    lines: tuple[EdgeLine, ...]
    closing: tuple[EdgeLine, ...]
    beginnings: tuple[EdgeLine, ...]
    tails: tuple[EdgeLine, ...]
    endings: tuple[EdgeLine, ...]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Edges:
        first = [block.text for block in blocks[:_FIRST_BLOCKS]]
        last = [block.text for block in blocks[-_LAST_BLOCKS:]]
        both = first + last[max(0, len(first) + len(last) - len(blocks)) :]
        return cls(
            first=_short(first),
            lines=_short(both),
            closing=_short(last[-_CLOSING_BLOCKS:]),
            beginnings=tuple(EdgeLine.of(text[:_BEGINNING_CHARACTERS]) for text in both),
            tails=tuple(EdgeLine.of(text[-_ENDING_CHARACTERS:]) for text in last),
            endings=tuple(
                EdgeLine.of(found[1])
                for text in last
                if (found := _BRACKETS.search(text[-_ENDING_CHARACTERS:]))
            ),
        )


def _short(texts: Sequence[str]) -> tuple[EdgeLine, ...]:
    return tuple(EdgeLine.of(text) for text in texts if len(text) <= _SHORT_CHARACTERS)
