"""What Ctrl-F finds: every report of a corpus that holds a text, by a scan of all blocks' normal forms.

Law 1 is decided here a second time, sharing nothing with the product but the normal form: a literal
stands where its characters stand; where it begins or ends with a Latin letter, no Latin letter may border
there, and where it begins or ends with a digit, no digit, nor a point that has a digit beyond it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks.corpus import texts
from indexer.text.fold import fold

_BREAK = "\n"
"""Between two blocks. No normal form holds a line break, so no occurrence crosses one."""


@dataclass(frozen=True)
class Scan:
    """All blocks of a corpus in one text; the blocks of report number i begin at `starts[i]`."""

    ids: tuple[str, ...]
    starts: tuple[int, ...]
    text: str

    @classmethod
    def of(cls, records: Sequence[dict[str, object]]) -> Scan:
        """The records, as jianbao takes them: title and paragraphs, each a block."""
        starts, parts, length = [], [], 0
        for record in records:
            starts.append(length)
            for block in map(fold, texts(record)):
                parts.append(block + _BREAK)
                length += len(block) + 1
        return cls(tuple(str(record["id"]) for record in records), tuple(starts), "".join(parts))

    @cached_property
    def blocks(self) -> list[str]:
        """The normal forms of all blocks that have any."""
        return [block for block in self.text.split(_BREAK) if block]

    def holding(self, literal: str) -> set[str]:
        """The ids of the reports in which a literal, a normal form that is not empty, stands."""
        found: set[str] = set()
        at = self.text.find(literal)
        while at >= 0:
            following = at + 1
            if whole(self.text, at, at + len(literal)):
                number = bisect_right(self.starts, at) - 1
                found.add(self.ids[number])
                if number + 1 == len(self.starts):
                    break
                following = self.starts[number + 1]  # one occurrence a report is enough
            at = self.text.find(literal, following)
        return found


def whole(text: str, start: int, end: int) -> bool:
    """True if what stands there is not a piece of a longer run of letters or of a longer number."""
    before, after = text[max(0, start - 2) : start][::-1], text[end : end + 2]
    return not _continues(text[start], before) and not _continues(text[end - 1], after)


def _continues(end: str, beside: str) -> bool:
    """Does the text beside an end, at most two characters from the nearest on, belong to its run?"""
    if _is_digit(end):
        return _is_digit(beside[:1]) or (beside[:1] == "." and _is_digit(beside[1:]))
    return _is_latin(end) and _is_latin(beside[:1])


def _is_digit(char: str) -> bool:
    return char != "" and char in "0123456789"


def _is_latin(char: str) -> bool:
    """A letter of Unicode's Latin blocks, up to Extended-B, and Extended Additional."""
    return char.isalpha() and (char <= "\u024f" or "\u1e00" <= char <= "\u1eff")
