"""Where a literal occurs in a normal form: what Ctrl-F would find, and whole numbers and Latin words.

Where a literal begins or ends with a Latin letter or a digit, the text beside the match must not
continue the same run of letters or the same number, decimals included:

    10 in 2010     no     亿元 in 30亿元   yes     2023 in 2023年   yes
    18 in 5.18     no     AI in PAID       no      168 in chenkai168 yes
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

LATIN = "a-z\u00df-\u00f6\u00f8-\u00ff\u0101-\u024f\u1e00-\u1eff"
"""Latin letters of a normal form, as the inside of a regular expression's class."""

_LETTER, _DIGIT = re.compile(f"[{LATIN}]"), re.compile("[0-9]")


@lru_cache(maxsize=1024)
def _pattern(literal: str) -> re.Pattern[str]:
    first, rest = re.escape(literal[0]), re.escape(literal[1:])
    before = after = ""
    if _LETTER.match(literal[0]):
        before = f"(?<![{LATIN}]{first})"
    elif _DIGIT.match(literal[0]):
        before = rf"(?<![0-9]{first})(?<![0-9]\.{first})"
    if _LETTER.match(literal[-1]):
        after = f"(?![{LATIN}])"
    elif _DIGIT.match(literal[-1]):
        after = r"(?!\.?[0-9])"
    # It begins with a plain character, for which alone a text is scanned fast. The lookahead consumes
    # nothing, so occurrences that overlap are found as well.
    return re.compile(f"{first}{before}(?={rest}{after})")


def occurrences(text: str, literal: str) -> Iterator[int]:
    """The offsets, rising, at which the literal stands in the text. Both must be normal forms.

    Occurrences may overlap (人人 stands twice in 人人人). The literal must not be empty.
    """
    if not has_edge(literal):
        return places(text, literal)
    return (found.start() for found in _pattern(literal).finditer(text))


def places(text: str, piece: str) -> Iterator[int]:
    """The offsets, rising, at which the piece stands, whatever is beside it. Places may overlap."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def stands_at(text: str, literal: str, at: int) -> bool:
    """True if the literal stands at this very place of the text."""
    if not has_edge(literal):
        return text.startswith(literal, at)
    return _pattern(literal).match(text, at) is not None


def occurs(text: str, literal: str) -> bool:
    """True if the literal stands in the text."""
    return literal in text and (not has_edge(literal) or _pattern(literal).search(text) is not None)


@lru_cache(maxsize=1024)
def has_edge(literal: str) -> bool:
    """True if what stands beside a match matters: the literal begins or ends with a letter or digit."""
    return any(_LETTER.match(end) or _DIGIT.match(end) for end in (literal[0], literal[-1]))


def pairs_of(literal: str) -> list[str]:
    """The pairs that a text must have if it holds the literal."""
    return list(dict.fromkeys(map(str.__add__, literal, literal[1:])))
