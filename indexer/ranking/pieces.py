"""A word that stands nowhere, as pieces of it that do. Pure.

Where a name ends is a guess of segmentation, and may be wrong: 王沈是哪里人 becomes 王沈是, 哪里 and 人. No
report has such a word, and yet what was asked for is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.text.fold import HAN

Stands = Callable[[str], bool]
"""Whether some report has a text."""

_LONG = re.compile(f"[{HAN}]{{3,}}")


def pieces(word: str, stands: Stands) -> tuple[str, ...]:
    """The longest pieces of a Chinese word that stand somewhere, from left to right; a character that begins
    none is one itself. The word alone where it stands as it is, or nothing longer than a character does."""
    if not _LONG.fullmatch(word):
        return (word,)
    found, at = [], 0
    while at < len(word):
        ends = range(len(word), at + 1, -1)
        end = next((end for end in ends if stands(word[at:end])), at + 1)
        found.append(word[at:end])
        at = end
    return tuple(found) if len(found) < len(word) else (word,)
