"""A normal form -> the units that are indexed: its characters, each at the position that it has in its block.

A Latin letter or a digit carries a code behind it that tells whether a match may begin there, or end there.
So the rule of whole words and numbers (`text.literal`) is a part of the term: 10 is `1B 0E`, and never meets
2010, which is `2B 0 1 0E`; 18 never meets 5.18. The codes are control characters, which no normal form holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from indexer.text.literal import LATIN
from indexer.text.sentences import ENDS, ends

BEGIN, END, BOTH, HOLE = "\x01", "\x02", "\x03", "\x04"
"""A match may begin, end, or do both at the character before; and, in what is asked, any unit at all."""

_RUN = re.compile(rf"[{LATIN}]+|[0-9]+(?:\.[0-9]+)*")
_UNIT = re.compile(rf"[^{BEGIN}{END}{BOTH}][{BEGIN}{END}{BOTH}]?", re.DOTALL)
_DIGIT = re.compile("[0-9]")

Way = tuple[str, ...]
"""Units, one after the other."""


def coded(text: str) -> str:
    """A normal form with its codes, as it is sent to be indexed."""
    return _RUN.sub(_with_codes, text)


def _with_codes(run: re.Match[str]) -> str:
    text = run[0]
    return text + BOTH if len(text) == 1 else text[0] + BEGIN + text[1:] + END


def ways(literal: str) -> Iterator[Way]:
    """The units that are the literal, side by side: one way, but where it begins or ends with a point beside
    a digit, which may or may not be the point of a number there (.18 in 5.18)."""
    choices = [[one] for one in _UNIT.findall(coded(literal))]
    if len(literal) > 1 and literal[0] == "." and _DIGIT.match(literal[1]):
        choices[1] += [_without(choices[1][0], BEGIN)]
    if len(literal) > 1 and literal[-1] == "." and _DIGIT.match(literal[-2]):
        choices[-2] += [_without(one, END) for one in choices[-2]]
    return product(*choices)


def open_ways(piece: str, *, left: bool, right: bool) -> list[Way]:
    """The same for a piece of a pattern, beside which a word or number may go on where it is open."""
    found: dict[Way, None] = {}
    for way in ways(piece):
        choices = [[one] for one in way]
        if left:
            choices[0] += [_without(one, BEGIN) for one in choices[0]]
        if right:
            choices[-1] += [_without(one, END) for one in choices[-1]]
        found |= dict.fromkeys(product(*choices))
    return list(found)


def _without(unit: str, code: str) -> str:
    left = ord(unit[1:] or "\0") & ~ord(code)
    return unit[0] + (chr(left) if left else "")


# — where sentences and blocks begin and end —
#
# A field beside the units has, at the positions of the first and the last unit of each sentence, a letter
# that tells which of these it is: so a query can ask for units between two of them. At all others a letter is
# sent that is not indexed.

FIRST_OF_SENTENCE, LAST_OF_SENTENCE, FIRST_OF_BLOCK, LAST_OF_BLOCK = 1, 2, 4, 8


def mark_of(what: int) -> str:
    """The letter for a sum of the numbers above."""
    return chr(ord("a") + what)


UNMARKED = mark_of(0)


def marks_with(what: int) -> list[str]:
    """The letters for all sums that have this number in them."""
    return [mark_of(one) for one in range(1, 16) if one & what]


def marks(text: str) -> str:
    """For each unit of a block its mark."""
    marked = [0] * len(text)
    begin = 0
    for end in ends(text):
        marked[begin] |= FIRST_OF_SENTENCE
        marked[end - 1] |= LAST_OF_SENTENCE
        begin = end
    if text:
        marked[0] |= FIRST_OF_BLOCK
        marked[-1] |= LAST_OF_BLOCK
    return "".join(map(mark_of, marked))


def holds_end(units: Sequence[str]) -> bool:
    """Whether one of the units ends a sentence."""
    return any(one[0] in ENDS for one in units)
